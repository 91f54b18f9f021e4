package dev.keysmith.core.refreshing;

import dev.keysmith.core.key.RefreshWindow;
import dev.keysmith.core.key.Validity;
import java.time.Instant;
import java.util.Optional;

/** What stands in the way of a refresh. */
final class RefreshObstacle {

    private RefreshObstacle() {}

    /** Empty where a refresh at this time would put the expiry off. */
    static Optional<RefreshResult> find(Validity validity, RefreshWindow window, Instant now) {
        if (!now.isBefore(validity.expiresAt())) {
            return Optional.of(new RefreshResult.NoLongerGood());
        }
        if (!validity.isRefreshable()) {
            return Optional.of(new RefreshResult.AtMaximumAge());
        }
        Instant opensAt = window.opensAt(validity);
        return now.isBefore(opensAt) || !validity.expiryAfterRefresh(now).isAfter(validity.expiresAt())
                ? Optional.of(new RefreshResult.TooEarly(opensAt))
                : Optional.empty();
    }
}
