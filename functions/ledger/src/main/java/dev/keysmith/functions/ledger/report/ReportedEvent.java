package dev.keysmith.functions.ledger.report;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is shown of a row of the table {@code event}, and its place. It is shown as it stands there, also where it was altered. */
@MappedEntity("event")
record ReportedEvent(
        @Id String keyId,
        Instant createdAt,
        int epoch,
        long version,
        int step,
        String action,
        String owner,
        String actor,
        @Nullable String actorOwner,
        String sourceIp,
        String requestId,
        @Nullable String reason,
        Instant at,
        String changes) {}
