package dev.keysmith.core.token;

/** Signs JWTs with the signing key that is active. */
public interface JwtSigner {

    /**
     * The JWT that says this, in compact form (RFC 7515 section 7.1), of the type that its claims have.
     *
     * @throws dev.keysmith.core.error.UnavailableException where no signing key is active or within reach
     */
    String sign(JwtClaims claims);
}
