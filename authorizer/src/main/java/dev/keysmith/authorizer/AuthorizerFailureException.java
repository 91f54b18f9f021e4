package dev.keysmith.authorizer;

/**
 * The authorizer could not decide. API Gateway lets nothing in on it and answers with its AUTHORIZER_FAILURE response. What went
 * wrong is in the log; the message says nothing of the request.
 */
final class AuthorizerFailureException extends RuntimeException {

    private static final long serialVersionUID = 1;

    AuthorizerFailureException() {
        super("unavailable", null, false, false);
    }
}
