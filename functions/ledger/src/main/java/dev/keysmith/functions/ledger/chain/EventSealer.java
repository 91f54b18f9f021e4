package dev.keysmith.functions.ledger.chain;

import dev.keysmith.functions.ledger.event.EventPosition;
import dev.keysmith.functions.ledger.event.LedgerEvent;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Seals events, and links them to what came before. A seal is HMAC-SHA-256 (RFC 2104) over all that an event says but its epoch; a link
 * is one over the link before, the epoch and the seal. Each text is preceded by its length, so that no two events read the same.
 * What is no event is sealed under a label of its own.
 */
@Singleton
public final class EventSealer {

    /** The length of a seal and of a link, in bytes. */
    public static final int BYTES = 32;

    private static final String SEAL = "keysmith event 1";
    private static final String LINK = "keysmith link 1";

    /** What the first event of a key is linked to. */
    private static final byte[] BEGINNING = new byte[BYTES];

    private final LedgerKeys keys;

    public EventSealer(LedgerKeys keys) {
        this.keys = keys;
    }

    /** The version of the key that new events are sealed with. */
    public int activeKey() {
        return keys.activeVersion();
    }

    /** The seal of an event under the key of this version. */
    public byte[] seal(LedgerEvent event, int keyVersion) {
        return mac(keyVersion, SEAL, out -> {
            EventPosition position = event.position();
            write(out, event.keyId().value());
            out.writeLong(position.createdAt().toEpochMilli());
            out.writeLong(position.version());
            out.writeInt(position.step().ordinal());
            write(out, event.action().wireName());
            write(out, event.owner().value());
            write(out, event.actor());
            write(out, event.actorOwner().map(owner -> owner.value()));
            write(out, event.origin().sourceIp());
            write(out, event.origin().requestId());
            write(out, event.reason());
            out.writeLong(event.at().toEpochMilli());
            write(out, event.changes());
        });
    }

    /** The link of an event that has this seal to the link before; empty for a key's first event. */
    public byte[] link(Optional<byte[]> previous, int epoch, byte[] seal, int keyVersion) {
        return mac(keyVersion, LINK, out -> {
            out.write(previous.orElse(BEGINNING));
            out.writeInt(epoch);
            out.write(seal);
        });
    }

    /** The seal of something else than an event. The label tells what it is. */
    byte[] sealText(String label, String text, int keyVersion) {
        return mac(keyVersion, label, out -> write(out, text));
    }

    /** Whether two seals or links are the same, in constant time. */
    public static boolean areEqual(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }

    private byte[] mac(int keyVersion, String label, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, label);
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(keys.get(keyVersion));
            return mac.doFinal(bytes.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }

    private static void write(DataOutputStream out, Optional<String> text) throws IOException {
        out.writeBoolean(text.isPresent());
        if (text.isPresent()) {
            write(out, text.get());
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @FunctionalInterface
    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }
}
