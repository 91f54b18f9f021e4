package dev.keysmith.functions.ledger.report;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.functions.ledger.database.Outage;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sums up usage, a page at a time. Every method throws core's UnavailableException where the database is out of reach. */
@Singleton
final class UsageReader {

    /** Before every key id and owner. */
    private static final String BEGINNING = "";

    private final DayUsage days;
    private final KeyUsage keys;
    private final OwnerUsage owners;

    UsageReader(DayUsage days, KeyUsage keys, OwnerUsage owners) {
        this.days = days;
        this.keys = keys;
        this.owners = owners;
    }

    /** By day, newest first, each day of the range; the cursor is the last day shown. */
    ReportPage<CallsOfDay> byDay(Whose whose, DayRange range, int limit, Optional<LocalDate> after) {
        LocalDate newest =
                after.map(day -> day.minusDays(1)).filter(range.to()::isAfter).orElse(range.to());
        LocalDate last = newest.minusDays(limit - 1L);
        LocalDate oldest = last.isAfter(range.from()) ? last : range.from();
        List<CallsOfDay> found = Outage.guard(() -> days.find(whose.ownerOrNull(), newest, oldest));
        return new ReportPage<>(found, Optional.of(oldest.toString()).filter(_ -> oldest.isAfter(range.from())));
    }

    /** By key, in the order of key ids; the cursor is the last key id shown. */
    ReportPage<CallsOfKey> byKey(Whose whose, DayRange range, int limit, Optional<KeyId> after) {
        String place = after.map(KeyId::value).orElse(BEGINNING);
        List<CallsOfKey> found =
                Outage.guard(() -> keys.find(whose.ownerOrNull(), range.from(), range.to(), place, limit + 1));
        return ReportPage.of(found, limit, CallsOfKey::keyId);
    }

    /** By owner, in the order of their names; the cursor is the last owner looked at. Who has no calls is left out. */
    ReportPage<CallsOfOwner> byOwner(Whose whose, DayRange range, int limit, Optional<Owner> after) {
        String place = after.map(Owner::value).orElse(BEGINNING);
        @Nullable String owner = whose.ownerOrNull();
        List<CallsOfOwner> found = Outage.guard(() -> owner == null
                ? owners.find(range.from(), range.to(), place, limit + 1)
                : owners.findOfOwner(owner, range.from(), range.to(), place));
        ReportPage<CallsOfOwner> page = ReportPage.of(found, limit, CallsOfOwner::owner);
        return new ReportPage<>(
                page.items().stream().filter(row -> row.calls() > 0).toList(), page.next());
    }
}
