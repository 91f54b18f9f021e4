package dev.keysmith.core.error;

/**
 * The catalogue of error codes: one wire code, its HTTP status, and public texts that are the same for every occurrence.
 * {@code docs/errors.md} is made from it.
 */
public enum ErrorCode {
    REQUEST_INVALID(
            "request_invalid",
            400,
            "The request is invalid",
            "The body, a parameter, a header or the path is not what the operation takes.",
            "Correct what `errors` names; each has a JSON `pointer` to the field. The gateway's own answers name nothing."),
    CREDENTIAL_MISSING(
            "credential_missing",
            401,
            "A credential is required",
            "`GET /v1/validate` was called without a credential.",
            "Send one as `x-api-key` or as `authorization: Bearer`."),
    CREDENTIAL_REJECTED(
            "credential_rejected",
            401,
            "The credential was rejected",
            "There is no credential, more than one, or one that is not good. The gateway does not say which.",
            "Send exactly one credential. Ask `GET /v1/validate` why it is refused."),
    CREDENTIAL_MALFORMED(
            "credential_malformed",
            401,
            "The credential is malformed",
            "From `GET /v1/validate`: the credential has no known form, a wrong checksum, or there is more than one.",
            "Look for a typing error or a cut-off end, and send the credential once."),
    KEY_UNKNOWN(
            "key_unknown",
            401,
            "The key is unknown",
            "From `GET /v1/validate`: there is no such key, or its secret is another one.",
            "Use the key's newest secret, and the deployment that issued it."),
    KEY_EXPIRED(
            "key_expired",
            401,
            "The key has expired",
            "From `GET /v1/validate`, to who presents the right secret: the key's lifetime is over.",
            "Get a new key. Refresh the next one before it expires."),
    KEY_REVOKED(
            "key_revoked",
            401,
            "The key was revoked",
            "From `GET /v1/validate`, to who presents the right secret: somebody revoked the key.",
            "Get a new key. A revoked one does not come back."),
    TOKEN_INVALID(
            "token_invalid",
            401,
            "The token is invalid",
            "From `GET /v1/validate`: it looks like a JWT, and is none of this deployment for this audience: its form, signature, type,"
                    + " issuer, audience or another claim is not as it must be.",
            "Use the deployment that signed it, and mint the token for the audience where it is used."),
    TOKEN_EXPIRED(
            "token_expired",
            401,
            "The token has expired",
            "From `GET /v1/validate`: the lifetime of the token, or of its key, is over.",
            "Mint a new token from its key."),
    TOKEN_REVOKED(
            "token_revoked",
            401,
            "The token was revoked",
            "From `GET /v1/validate`: the token was revoked, or its key was revoked or deleted, or the grace of the secret that it was"
                    + " minted from is over.",
            "Mint a new token from a key that is good."),
    SCOPE_INSUFFICIENT(
            "scope_insufficient",
            403,
            "The credential lacks a scope",
            "The credential is good, and lacks a scope that the operation needs; or it is a token, where only a key will do.",
            "Use a key that holds the operation's scopes. Mint, refresh and rotate with a key, not with a token."),
    NETWORK_NOT_ALLOWED(
            "network_not_allowed",
            403,
            "The credential may not be used from here",
            "The credential is good, and its key has `allowed_networks`, none of which holds the address that the gateway saw.",
            "Call from one of the key's networks, or ask who may change the key. No header says where a request came from."),
    GRANT_EXCEEDS_OWN(
            "grant_exceeds_own",
            403,
            "The grant exceeds what the issuer has",
            "A key would get, or has, more than the caller: a scope, a role, an owner, a lifetime, a rate, a quota or a network.",
            "Ask for less, or call with a key that has it. `errors` names the fields."),
    NOT_FOUND(
            "not_found",
            404,
            "There is no such resource",
            "There is no such path, no such method on it, or no such key or owner that the caller may see.",
            "Check method, path and id. For a key of another owner, call with a key that may act for that owner."),
    METHOD_NOT_ALLOWED(
            "method_not_allowed",
            405,
            "The method is not allowed",
            "A function was called with a method that it does not have. Behind the gateway this is `not_found`.",
            "Use a method that the API describes."),
    CONFLICT(
            "conflict",
            409,
            "The request conflicts with the current state",
            "The key or its owner is in a state that does not allow it: it is revoked, expired or at its maximum age, was"
                    + " changed meanwhile, is imported already, or the owner has as many keys as it may have or is being"
                    + " revoked.",
            "Read the key, and decide anew. `errors` names the field where there is one."),
    REFRESH_TOO_EARLY(
            "refresh_too_early",
            409,
            "The key cannot be refreshed yet",
            "The key is refreshed before its refresh window opens.",
            "Try again at `refresh_after`. Until then the key is good as it is."),
    IDEMPOTENCY_MISMATCH(
            "idempotency_mismatch",
            409,
            "The idempotency key was used for another request",
            "The same `Idempotency-Key` came before with another request.",
            "Repeat a request as it was, or take a new `Idempotency-Key` for a new one."),
    VERSION_MISMATCH(
            "version_mismatch",
            412,
            "The version does not match",
            "The key was changed since the version that `If-Match` names.",
            "Read the key again, and send the change with its new `ETag`."),
    TOO_LARGE(
            "too_large",
            413,
            "The request is too large",
            "The body is larger than the operation takes.",
            "Send less at once. A body may have 65,536 bytes where nothing else is said."),
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported_media_type",
            415,
            "The media type is not supported",
            "The body's `content-type` is not one that the operation takes, or there are several.",
            "Send the media type that the operation describes, in UTF-8."),
    RATE_LIMITED(
            "rate_limited",
            429,
            "Too many requests",
            "Too many requests came in too short a time.",
            "Wait as many seconds as `Retry-After` says."),
    QUOTA_EXCEEDED(
            "quota_exceeded",
            429,
            "The quota is used up",
            "All requests that the credential may make in total were made.",
            "Ask who issued the key for more."),
    HEADERS_TOO_LARGE(
            "headers_too_large",
            431,
            "The headers are too large",
            "Request line and headers have more than 10,240 bytes. The gateway answers this by itself: status 431, with"
                    + " the code `request_invalid`.",
            "Send fewer or shorter headers."),
    UNAVAILABLE(
            "unavailable",
            503,
            "Temporarily unavailable",
            "A part that Keysmith needs is out of reach. It is no verdict on the credential. From the gateway it may also"
                    + " come as 502 or 504; then the request may have been carried out.",
            "Wait as many seconds as `Retry-After` says. Repeat what changes something with an `Idempotency-Key`.");

    private final String wireCode;
    private final int status;
    private final String title;
    private final String meaning;
    private final String remedy;

    ErrorCode(String wireCode, int status, String title, String meaning, String remedy) {
        this.wireCode = wireCode;
        this.status = status;
        this.title = title;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** The code on the wire, snake_case. */
    public String wireCode() {
        return wireCode;
    }

    /** The HTTP status that goes with the code. */
    public int status() {
        return status;
    }

    /** A short public text. */
    public String title() {
        return title;
    }

    /** When it comes: a public text in Markdown, one line. */
    public String meaning() {
        return meaning;
    }

    /** What who gets it can do: a public text in Markdown, one line. */
    public String remedy() {
        return remedy;
    }
}
