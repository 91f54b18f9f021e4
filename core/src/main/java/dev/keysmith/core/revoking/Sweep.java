package dev.keysmith.core.revoking;

import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyPosition;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far a revocation of many keys has come. It goes over the keys in passes; the one that began when no issue could be in
 * flight any more is the last. The caller carries it from call to call as a text. It holds nothing that lets the caller revoke
 * more than it may: whoever alters it only spares keys, or revokes others that it could have named.
 *
 * @param quietFrom from when on no key can appear that this is about
 * @param passBegan when the present pass began; empty between passes
 * @param position where the present pass goes on; empty at its beginning
 * @param issuers of a revocation with the issued keys: the keys whose issued keys are revoked
 */
public record Sweep(
        Instant quietFrom, Optional<Instant> passBegan, Optional<KeyPosition> position, Set<KeyId> issuers) {

    private static final String NONE = "-";
    private static final int PARTS = 4;

    public Sweep {
        issuers = new LinkedHashSet<>(issuers);
    }

    static Sweep starting(Instant now, Instant quietFrom, Set<KeyId> issuers) {
        return new Sweep(quietFrom, Optional.of(now), Optional.empty(), issuers);
    }

    Sweep quietFromAtLeast(Instant time) {
        return time.isAfter(quietFrom) ? new Sweep(time, passBegan, position, issuers) : this;
    }

    Sweep beginningAt(Instant now) {
        return new Sweep(quietFrom, Optional.of(passBegan.orElse(now)), position, issuers);
    }

    Sweep goingOnAt(Optional<KeyPosition> next) {
        return new Sweep(quietFrom, next.isPresent() ? passBegan : Optional.empty(), next, issuers);
    }

    Sweep withIssuers(Set<KeyId> more) {
        Set<KeyId> all = new LinkedHashSet<>(issuers);
        all.addAll(more);
        return new Sweep(quietFrom, passBegan, position, all);
    }

    /** Whether the present pass sees every key that this is about. */
    boolean isLastPass() {
        return passBegan.filter(began -> !began.isBefore(quietFrom)).isPresent();
    }

    /** This as a text of letters, digits and {@code . ~ , -}. */
    public String toText() {
        return String.join(
                "~",
                Long.toString(quietFrom.toEpochMilli()),
                passBegan.map(began -> Long.toString(began.toEpochMilli())).orElse(NONE),
                position.map(KeyPosition::toText).orElse(NONE),
                issuers.isEmpty() ? NONE : issuers.stream().map(KeyId::value).collect(Collectors.joining(",")));
    }

    /** What {@link #toText()} made a text of, or empty where the text has another form. */
    public static Optional<Sweep> parse(String text) {
        String[] parts = text.split("~", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            Optional<KeyPosition> position = KeyPosition.parse(parts[2]);
            if (position.isEmpty() && !parts[2].equals(NONE)) {
                return Optional.empty();
            }
            return Optional.of(new Sweep(time(parts[0]), optionalTime(parts[1]), position, keyIds(parts[3])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> optionalTime(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(time(text));
    }

    private static Instant time(String text) {
        long millis = Long.parseLong(text);
        if (millis < 0 || millis > Instant.parse("9999-12-31T00:00:00Z").toEpochMilli()) {
            throw new IllegalArgumentException("not a time");
        }
        return Instant.ofEpochMilli(millis);
    }

    private static Set<KeyId> keyIds(String text) {
        return text.equals(NONE)
                ? Set.of()
                : Arrays.stream(text.split(",", -1))
                        .map(KeyId::new)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
