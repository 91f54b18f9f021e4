package dev.keysmith.functions.api.body;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.functions.api.gateway.EncodedBody;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The bytes of a body that is small enough and of the media type that is wanted. */
final class BodyBytes {

    /** Far more than any body of ours needs. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final Pattern CHARSET_UTF_8 = Pattern.compile("(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*");

    private BodyBytes() {}

    /** The bytes; throws a problem 413, 415, or 400 where the event holds no sequence of bytes. */
    static byte[] read(GatewayRequest request, String... mediaTypes) {
        EncodedBody body = request.body();
        if (body.isLargerThan(MAX_BYTES)) {
            throw new ProblemException(
                    ErrorCode.TOO_LARGE, "The body may have at most " + MAX_BYTES + " bytes", List.of());
        }
        List<String> contentTypes = request.header("content-type");
        if (Arrays.stream(mediaTypes).noneMatch(mediaType -> isOf(mediaType, contentTypes))) {
            throw new ProblemException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be " + String.join(" or ", mediaTypes) + " in UTF-8",
                    List.of());
        }
        return body.bytes()
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.REQUEST_INVALID,
                        "The body is not valid UTF-8",
                        List.of(new FieldError("", "is not valid UTF-8"))));
    }

    private static boolean isOf(String mediaType, List<String> contentTypes) {
        if (contentTypes.size() != 1) {
            return false;
        }
        String contentType = contentTypes.getFirst().strip().toLowerCase(Locale.ROOT);
        return contentType.startsWith(mediaType)
                && CHARSET_UTF_8
                        .matcher(contentType.substring(mediaType.length()))
                        .matches();
    }
}
