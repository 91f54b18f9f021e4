package dev.keysmith.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.key.KeyId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepeatableRequestTest {

    private static final KeyId CALLER = new KeyId("0123456789abcdef");
    private static final KeyId OTHER_CALLER = new KeyId("fedcba9876543210");
    private static final String SECRET = "ks_live_the-key-that-was-issued";

    private final SecureRandom random = new SecureRandom();
    private final RepeatableRequest request = request(CALLER, "credential", "a", "asked");
    private final byte[] sealed = request.seal(bytes(SECRET), random);

    @Test
    void sameRequestOpensWhatItSealed() {
        assertThat(request(CALLER, "credential", "a", "asked").open(sealed)).hasValue(bytes(SECRET));
    }

    @Test
    void nothingOfTheAnswerIsInWhatIsKept() {
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET, SECRET.substring(8, 16));
    }

    @Test
    void otherCredentialOfTheSameKeyOpensNothing() {
        RepeatableRequest other = request(CALLER, "the key's next secret", "a", "asked");
        assertThat(other.id()).isEqualTo(request.id());
        assertThat(other.open(sealed)).isEmpty();
    }

    @Test
    void otherRequestOpensNothing() {
        assertThat(request(CALLER, "credential", "a", "asked otherwise").open(sealed))
                .isEmpty();
        assertThat(request(CALLER, "credential", "a", "").open(sealed)).isEmpty();
    }

    @Test
    void otherIdempotencyKeyOpensNothingAndHasAnotherId() {
        RepeatableRequest other = request(CALLER, "credential", "b", "asked");
        assertThat(other.open(sealed)).isEmpty();
        assertThat(other.id()).isNotEqualTo(request.id());
    }

    @Test
    void otherCallerHasAnotherId() {
        assertThat(request(OTHER_CALLER, "credential", "a", "asked").id()).isNotEqualTo(request.id());
    }

    @Test
    void whatWasAlteredOrCutOffIsNotOpened() {
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertThat(request.open(altered)).as("byte %s", i).isEmpty();
        }
        assertThat(request.open(Arrays.copyOf(sealed, sealed.length - 1))).isEmpty();
    }

    @Test
    void sealingTwiceGivesNothingInCommon() {
        Set<List<Byte>> nonces = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            byte[] again = request.seal(bytes(SECRET), random);
            nonces.add(List.of(again[0], again[1], again[2], again[3], again[4], again[5], again[6], again[7]));
        }
        assertThat(nonces).hasSize(100);
    }

    @Test
    void idTellsNeitherCallerNorIdempotencyKeyAndStaysTheSame() {
        assertThat(request.id())
                .isEqualTo(request(CALLER, "credential", "a", "asked otherwise").id())
                .matches("[A-Za-z0-9_-]{43}")
                .doesNotContain(CALLER.value());
    }

    @Test
    void whatIsAskedIsTakenAsItIsNow() {
        byte[] asked = bytes("asked");
        RepeatableRequest taken = new RepeatableRequest(CALLER.value(), "credential", new IdempotencyKey("a"), asked);
        asked[0] = 'A';
        assertThat(taken.open(sealed)).hasValue(bytes(SECRET));
    }

    @Test
    void nothingSecretIsInATextOfIt() {
        RepeatableRequest named = request(CALLER, "credential", "idempotency-key", "asked");
        Replay replay = new Replay(named.id(), sealed, Instant.EPOCH);
        assertThat(List.of(
                        named.toString(),
                        replay.toString(),
                        new IdempotencyKey("idempotency-key").toString(),
                        new Replays.Recollection.Answered(bytes(SECRET)).toString()))
                .allSatisfy(text ->
                        assertThat(text).doesNotContain("credential", "idempotency-key", "asked", named.id(), SECRET));
    }

    private static RepeatableRequest request(KeyId caller, String credential, String idempotencyKey, String asked) {
        return new RepeatableRequest(caller.value(), credential, new IdempotencyKey(idempotencyKey), bytes(asked));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
