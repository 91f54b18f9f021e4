package dev.keysmith.authorizer;

/**
 * API Gateway's documented way to answer 401: an error whose message is exactly {@code Unauthorized}. It is a verdict, not a
 * failure; it has no stack trace, since it is thrown for every bad credential.
 */
final class UnauthorizedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnauthorizedException() {
        super("Unauthorized", null, false, false);
    }
}
