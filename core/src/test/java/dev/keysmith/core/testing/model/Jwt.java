package dev.keysmith.core.testing.model;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a JWT says of itself (RFC 7519; of a token RFC 9068). Its signature is not looked at: what was never made is known by that.
 *
 * @param scopes what a token may; empty for a key
 */
record Jwt(
        String type,
        String subject,
        List<String> audience,
        String id,
        Instant issuedAt,
        Instant expiresAt,
        Optional<String> clientId,
        Optional<Set<String>> scopes) {

    static final String KEY = "key+jwt";
    static final String TOKEN = "at+jwt";

    /** {@code KEYSMITH_CLOCK_SKEW} by default. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    static boolean claims(String text) {
        return text.matches("ey[\\w-]*\\.[\\w-]*\\.[\\w-]*");
    }

    static Optional<Jwt> read(String text) {
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return Optional.of(new Jwt(
                    String.valueOf(jwt.getHeader().getType()),
                    String.valueOf(claims.getSubject()),
                    claims.getAudience(),
                    String.valueOf(claims.getJWTID()),
                    instant(claims.getIssueTime()),
                    instant(claims.getExpirationTime()),
                    Optional.ofNullable(claims.getStringClaim("client_id")),
                    Optional.ofNullable(claims.getStringClaim("scope")).map(Jwt::scopes)));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** Whether it is a key of this generation, the first of which is 0, that may live for as long as its key does. */
    boolean isKey(ModelKey key, String keyId, List<String> audiences, Instant madeAt) {
        return type.equals(KEY)
                && subject.equals(keyId)
                && audience.equals(audiences)
                && id.equals(keyId + "." + (key.proof().generation() + 1))
                && !issuedAt.plusSeconds(1).isBefore(madeAt.plusMillis(1))
                && !issuedAt.isAfter(madeAt.plusSeconds(1))
                && expiresAt.equals(
                        later(key.term().expiresAt().truncatedTo(ChronoUnit.SECONDS), issuedAt.plusSeconds(1)))
                && clientId.isEmpty()
                && scopes.isEmpty();
    }

    /** Whether it is a token of this caller, for this. */
    boolean isToken(Caller caller, Set<String> scope, String forAudience, Instant from, Instant to) {
        return type.equals(TOKEN)
                && subject.equals(caller.id())
                && clientId.equals(Optional.of(caller.id()))
                && audience.equals(List.of(forAudience))
                && id.matches(caller.id() + "\\." + (caller.generation() + 1) + "\\.[0-9a-f]{32}")
                && issuedAt.equals(from)
                && expiresAt.equals(to)
                && scopes.equals(Optional.of(scope));
    }

    /** From when on nobody accepts it any more by itself. */
    Instant endsAt() {
        return expiresAt.plus(CLOCK_SKEW);
    }

    /** Another character behind its header. */
    static String altered(String text, int at) {
        int header = text.indexOf('.') + 1;
        int index = header + at % (text.length() - header);
        index = text.charAt(index) == '.' ? index + 1 : index;
        return text.substring(0, index) + (text.charAt(index) == 'x' ? 'y' : 'x') + text.substring(index + 1);
    }

    /** What this one says, with the header and the signature of another. */
    static String disguised(String text, String other) {
        String header = other.substring(0, other.indexOf('.'));
        String payload = text.substring(text.indexOf('.'), text.lastIndexOf('.'));
        return header + payload + other.substring(other.lastIndexOf('.'));
    }

    private static Set<String> scopes(String text) {
        return text.isEmpty() ? Set.of() : Arrays.stream(text.split(" ")).collect(Collectors.toSet());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private static Instant instant(Date date) {
        return date == null ? Instant.EPOCH : date.toInstant();
    }
}
