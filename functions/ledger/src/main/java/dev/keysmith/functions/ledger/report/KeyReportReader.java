package dev.keysmith.functions.ledger.report;

import dev.keysmith.functions.ledger.database.Outage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads active keys that need attention, a page at a time. Every method throws core's UnavailableException where the database is out
 * of reach.
 */
@Singleton
final class KeyReportReader {

    private final KeyReports keys;
    private final InstantSource clock;

    KeyReportReader(KeyReports keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Keys that expire within this time, soonest first. */
    ReportPage<ReportedKey> expiring(Whose whose, Duration within, int limit, Optional<KeyPlace> after) {
        Instant now = clock.instant();
        Instant until = now.plus(within);
        KeyPlace place = after.orElseGet(() -> KeyPlace.before(now));
        List<ReportedKey> found = Outage.guard(
                () -> keys.findExpiring(whose.ownerOrNull(), now, until, place.time(), place.keyId(), limit + 1));
        return page(found, limit, ReportedKey::expiresAt);
    }

    /** Keys that were neither issued nor used for this time, longest idle first. */
    ReportPage<ReportedKey> unused(Whose whose, Duration idle, int limit, Optional<KeyPlace> after) {
        Instant now = clock.instant();
        Instant since = now.minus(idle);
        KeyPlace place = after.orElseGet(() -> KeyPlace.before(Instant.EPOCH));
        List<ReportedKey> found = Outage.guard(
                () -> keys.findUnused(whose.ownerOrNull(), now, since, place.time(), place.keyId(), limit + 1));
        return page(found, limit, ReportedKey::idleSince);
    }

    private static ReportPage<ReportedKey> page(
            List<ReportedKey> found, int limit, Function<ReportedKey, Instant> order) {
        return ReportPage.of(found, limit, key -> new KeyPlace(order.apply(key), key.keyId()).toText());
    }
}
