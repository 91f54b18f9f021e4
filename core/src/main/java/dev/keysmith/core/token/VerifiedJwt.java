package dev.keysmith.core.token;

/** A JWT that this deployment signed, for this audience and this time. Only {@link JwtVerifier} makes one. */
public final class VerifiedJwt {

    private final JwtClaims claims;
    private final String text;

    VerifiedJwt(JwtClaims claims, String text) {
        this.claims = claims;
        this.text = text;
    }

    public JwtClaims claims() {
        return claims;
    }

    /** The whole JWT; it goes into no log, error or store. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "VerifiedJwt[" + claims.id() + "]";
    }
}
