package dev.keysmith.functions.ledger.chain;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Seals checkpoints: HMAC over the time, the counts and the SHA-256 of all heads' canonical texts. */
@Singleton
final class CheckpointSeal {

    private static final String LABEL = "keysmith checkpoint 1";

    private final EventSealer sealer;
    private final LedgerKeys keys;

    CheckpointSeal(EventSealer sealer, LedgerKeys keys) {
        this.sealer = sealer;
        this.keys = keys;
    }

    int activeKey() {
        return sealer.activeKey();
    }

    /** The seal of a checkpoint whose heads have this digest, in hexadecimal digits. */
    String seal(Checkpoint checkpoint, MessageDigest heads, int keyVersion) {
        String text = String.join(
                " ",
                checkpoint.at().toString(),
                Long.toString(checkpoint.keys()),
                Long.toString(checkpoint.events()),
                HexFormat.of().formatHex(heads.digest()));
        return HexFormat.of().formatHex(sealer.sealText(LABEL, text, keyVersion));
    }

    /** Whether a checkpoint is in order and its seal is right. */
    boolean isRight(byte[] content) {
        MessageDigest digest = digest();
        long keyCount = 0;
        long eventCount = 0;
        String before = "";
        try (CheckpointReader reader = CheckpointReader.of(Optional.of(content))) {
            for (Optional<CheckpointHead> next = reader.next(); next.isPresent(); next = reader.next()) {
                CheckpointHead head = next.get();
                if (before.compareTo(head.keyId()) >= 0) {
                    return false;
                }
                before = head.keyId();
                add(digest, head);
                keyCount++;
                eventCount += head.length();
            }
            Checkpoint checkpoint = reader.checkpoint();
            return checkpoint.keys() == keyCount
                    && checkpoint.events() == eventCount
                    && keys.find(reader.hmacKey()).isPresent()
                    && EventSealer.areEqual(
                            seal(checkpoint, digest, reader.hmacKey()).getBytes(StandardCharsets.UTF_8),
                            reader.seal().getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static void add(MessageDigest digest, CheckpointHead head) {
        digest.update(head.canonicalText().getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
