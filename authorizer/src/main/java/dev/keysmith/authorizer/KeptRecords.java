package dev.keysmith.authorizer;

import dev.keysmith.core.credential.KeyRecords;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyRecord;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.time.Clocks;
import dev.keysmith.core.time.Moment;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records in memory, for two uses. A record that is younger than {@code KEYSMITH_MAX_STALENESS} lets in without a read; what it
 * would refuse is read anew. And where a wrong secret was refused, more wrong secrets for that key are refused without a read until
 * the record is a second old, so that guessing at a key, whose id is public, cannot use up what its item can serve. A record's age
 * counts from before its read was sent, and where the two clocks disagree about it, it is not used. Keys that do not exist are not
 * remembered.
 */
@Singleton
final class KeptRecords implements KeyRecords {

    static final int MOST = 1_000;

    private static final Duration WRONG_SECRETS = Duration.ofSeconds(1);

    private final KeyRepository keys;
    private final Clocks clocks;
    private final Duration maxStaleness;
    private final Metrics metrics;
    /**
     * By the key ids' texts, the least recently used first. A record's own {@code hashCode} is made at run time, in each cold start.
     */
    private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>(16, 0.75F, true);

    /**
     * A record in memory.
     *
     * @param readAt just before its read was sent
     * @param wrongSecret whether a wrong secret for it was refused
     */
    private record Kept(KeyRecord record, Moment readAt, boolean wrongSecret) {}

    KeptRecords(KeyRepository keys, Clocks clocks, Settings settings, Metrics metrics) {
        this.keys = keys;
        this.clocks = clocks;
        this.maxStaleness = KeyRecords.maxStaleness(settings);
        this.metrics = metrics;
    }

    @Override
    public Verification judge(KeyId keyId, Function<Optional<KeyRecord>, Verification> judge) {
        Moment now = clocks.now();
        Kept memory = find(keyId);
        Verification remembered = memory == null ? null : judgeByMemory(memory, now, judge);
        if (remembered != null) {
            metrics.count(Metrics.RECORD_HIT);
            countWrongSecret(remembered);
            return remembered;
        }
        Optional<KeyRecord> read = keys.find(keyId);
        Verification verification = judge.apply(read);
        if (read.isPresent()) {
            countWrongSecret(verification);
            boolean guessed = memory != null && mayRefuseBy(memory, now);
            keep(keyId, new Kept(read.get(), now, guessed || isWrongSecret(verification)));
        } else {
            forget(keyId);
        }
        return verification;
    }

    /** Null where it takes a read. */
    private @Nullable Verification judgeByMemory(
            Kept memory, Moment now, Function<Optional<KeyRecord>, Verification> judge) {
        boolean mayLetIn = now.isWithin(maxStaleness, memory.readAt());
        boolean mayRefuse = mayRefuseBy(memory, now);
        if (!mayLetIn && !mayRefuse) {
            return null;
        }
        Verification verification = judge.apply(Optional.of(memory.record()));
        boolean holds =
                verification instanceof Verification.Verified ? mayLetIn : mayRefuse && isWrongSecret(verification);
        return holds ? verification : null;
    }

    private static boolean mayRefuseBy(Kept memory, Moment now) {
        return memory.wrongSecret() && now.isWithin(WRONG_SECRETS, memory.readAt());
    }

    private void countWrongSecret(Verification verification) {
        if (isWrongSecret(verification)) {
            metrics.count(Metrics.WRONG_SECRET);
        }
    }

    /** Of a key that exists: the verifier says so only where the secret is neither of the key's two. */
    private static boolean isWrongSecret(Verification verification) {
        return verification instanceof Verification.Refused refused && refused.code() == ErrorCode.KEY_UNKNOWN;
    }

    private synchronized @Nullable Kept find(KeyId keyId) {
        return kept.get(keyId.value());
    }

    private synchronized void keep(KeyId keyId, Kept record) {
        if (!record.wrongSecret() && maxStaleness.isZero()) {
            kept.remove(keyId.value());
            return;
        }
        kept.put(keyId.value(), record);
        if (kept.size() > MOST) {
            kept.pollFirstEntry();
        }
    }

    private synchronized void forget(KeyId keyId) {
        kept.remove(keyId.value());
    }
}
