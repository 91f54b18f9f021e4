package dev.keysmith.functions.manage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.keysmith.core.jwk.VerificationKey;
import dev.keysmith.core.secret.VerificationSecretCache;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * {@code GET /.well-known/jwks.json}: the public keys that verify tokens (RFC 7517 section 5), those among them that will sign later.
 * An HS256 key is never among them: who has it can sign.
 */
@Context
@Controller
final class JwksController {

    private static final JsonFactory JSON = new JsonFactory();
    // Shorter than a new key waits before it signs.
    private static final String CACHE = "public, max-age=300";

    private final VerificationSecretCache secrets;

    JwksController(VerificationSecretCache secrets) {
        this.secrets = secrets;
    }

    /** Answers with all public keys. */
    @Get("/.well-known/jwks.json")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<String> keys() {
        List<VerificationKey> keys = secrets.keys().stream()
                .filter(key -> key.algorithm().isAsymmetric())
                .toList();
        return HttpResponse.ok(json(keys)).header(HttpHeaders.CACHE_CONTROL, CACHE);
    }

    private static String json(List<VerificationKey> keys) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("keys");
            for (VerificationKey key : keys) {
                json.writeStartObject();
                key.writeMembers(json);
                json.writeStringField("use", "sig");
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
