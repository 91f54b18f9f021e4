package dev.keysmith.core.error;

/** The catalogue of error codes: one wire code, its HTTP status and its title, which says the same for every occurrence. */
public enum ErrorCode {
    REQUEST_INVALID("request_invalid", 400, "The request is invalid"),
    CREDENTIAL_MISSING("credential_missing", 401, "A credential is required"),
    CREDENTIAL_REJECTED("credential_rejected", 401, "The credential was rejected"),
    CREDENTIAL_MALFORMED("credential_malformed", 401, "The credential is malformed"),
    KEY_UNKNOWN("key_unknown", 401, "The key is unknown"),
    KEY_EXPIRED("key_expired", 401, "The key has expired"),
    KEY_REVOKED("key_revoked", 401, "The key was revoked"),
    SCOPE_INSUFFICIENT("scope_insufficient", 403, "The credential lacks a scope"),
    GRANT_EXCEEDS_OWN("grant_exceeds_own", 403, "The grant exceeds what the issuer has"),
    NOT_FOUND("not_found", 404, "There is no such resource"),
    METHOD_NOT_ALLOWED("method_not_allowed", 405, "The method is not allowed"),
    CONFLICT("conflict", 409, "The request conflicts with the current state"),
    REFRESH_TOO_EARLY("refresh_too_early", 409, "The key cannot be refreshed yet"),
    IDEMPOTENCY_MISMATCH("idempotency_mismatch", 409, "The idempotency key was used for another request"),
    VERSION_MISMATCH("version_mismatch", 412, "The version does not match"),
    TOO_LARGE("too_large", 413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported_media_type", 415, "The media type is not supported"),
    RATE_LIMITED("rate_limited", 429, "Too many requests"),
    QUOTA_EXCEEDED("quota_exceeded", 429, "The quota is used up"),
    HEADERS_TOO_LARGE("headers_too_large", 431, "The headers are too large"),
    UNAVAILABLE("unavailable", 503, "Temporarily unavailable");

    private final String wireCode;
    private final int status;
    private final String title;

    ErrorCode(String wireCode, int status, String title) {
        this.wireCode = wireCode;
        this.status = status;
        this.title = title;
    }

    /** The code on the wire, snake_case. */
    public String wireCode() {
        return wireCode;
    }

    /** The HTTP status that goes with the code. */
    public int status() {
        return status;
    }

    /** A short public text, the same for every occurrence. */
    public String title() {
        return title;
    }
}
