package dev.keysmith.functions.api.idempotency;

import dev.keysmith.core.credential.Credential;
import dev.keysmith.core.credential.CredentialReader;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.replay.IdempotencyKey;
import dev.keysmith.core.replay.RepeatableRequest;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads the {@code Idempotency-Key} header (IETF draft draft-ietf-httpapi-idempotency-key-header). Two requests are the same
 * where method, resource, path parameters and the body's bytes are.
 */
@Singleton
public final class RepeatableRequests {

    private static final String HEADER = "idempotency-key";

    private final CredentialReader credentials;

    RepeatableRequests(CredentialReader credentials) {
        this.credentials = credentials;
    }

    /** The request as one that may be repeated; empty where its client did not name it. Throws a problem 400 for a bad name. */
    public Optional<RepeatableRequest> read(GatewayRequest request, Principal caller) {
        List<String> names = request.header(HEADER);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        IdempotencyKey key = Optional.of(names)
                .filter(all -> all.size() == 1)
                .flatMap(all -> IdempotencyKey.parse(all.getFirst()))
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.REQUEST_INVALID,
                        "Idempotency-Key must be there once, with 1 to 255 visible ASCII characters",
                        List.of()));
        if (!(credentials.read(request.headers()) instanceof Credential.Presented(String credential))) {
            // The authorizer found one in the same headers, so both are not set up alike.
            throw new IllegalStateException("no credential in a request that the authorizer let in");
        }
        return Optional.of(new RepeatableRequest(caller.keyId().value(), credential, key, asked(request)));
    }

    private static byte[] asked(GatewayRequest request) {
        ByteArrayOutputStream asked = new ByteArrayOutputStream();
        String route = request.method() + " " + request.resource() + " " + request.pathParameters() + "\n";
        asked.writeBytes(route.getBytes(StandardCharsets.UTF_8));
        asked.writeBytes(request.body().bytes().orElseThrow(() -> new ProblemException(ErrorCode.REQUEST_INVALID)));
        return asked.toByteArray();
    }
}
