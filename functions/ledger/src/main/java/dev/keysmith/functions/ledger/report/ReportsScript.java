package dev.keysmith.functions.ledger.report;

import dev.keysmith.functions.api.rehearsal.Script;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The reports up to their queries. The database is left out: at the first deployment there is none, and who asks for a report may have
 * to wait for it to wake up anyway.
 */
@Singleton
final class ReportsScript implements Script {

    @Override
    public Play write(SecureRandom random, Instant now) {
        return new Play(
                Map.of(),
                stage -> List.of("/v1/events", "/v1/reports/expiring", "/v1/reports/unused", "/v1/reports/usage")
                        .forEach(resource -> stage.call("GET", resource)
                                .query("limit", "none")
                                .answers(400)));
    }

    @Override
    public boolean readsTables() {
        return false;
    }
}
