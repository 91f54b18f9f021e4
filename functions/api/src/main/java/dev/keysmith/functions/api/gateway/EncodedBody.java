package dev.keysmith.functions.api.gateway;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A body as it stands in an event. Its text is not shown: it may be a credential.
 *
 * @param text the body, or its base64 form
 * @param isBase64 which of both it is
 */
public record EncodedBody(String text, boolean isBase64) {

    /** Whether there is no body. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** Whether the body has more bytes than this; nothing is decoded for it. */
    public boolean isLargerThan(int bytes) {
        long decoded = isBase64 ? text.length() / 4 * 3L - padding() : text.length();
        return decoded > bytes;
    }

    /** The body's bytes; empty where the event does not hold a sequence of bytes. */
    public Optional<byte[]> bytes() {
        try {
            return Optional.of(isBase64 ? Base64.getDecoder().decode(text) : utf8(text));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private int padding() {
        return text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    }

    private static byte[] utf8(String text) throws CharacterCodingException {
        ByteBuffer encoded = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "EncodedBody[…]";
    }
}
