package dev.keysmith.core.testing.model;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a deployment says of a credential.
 *
 * @param code why it is refused; {@code ok} where it is not
 * @param holder who presents it, where it is good
 */
public record Verdict(String code, Optional<Holder> holder) {

    /** Who presents a good credential, and of what kind that is. */
    public record Holder(
            String keyId, String owner, Set<String> scopes, String environment, String kind, Instant expiresAt) {}

    public static Verdict refused(String code) {
        return new Verdict(code, Optional.empty());
    }

    public static Verdict good(Holder holder) {
        return new Verdict("ok", Optional.of(holder));
    }
}
