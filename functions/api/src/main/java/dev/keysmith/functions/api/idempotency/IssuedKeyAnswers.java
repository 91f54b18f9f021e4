package dev.keysmith.functions.api.idempotency;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.replay.Repeatable;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.key.IssuedKeyView;
import dev.keysmith.functions.api.key.KeyViews;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Answers with a key and its new secret: as it was made now, or word for word as it was answered before. */
@Singleton
public final class IssuedKeyAnswers {

    private static final String REPLAYED = "Idempotency-Replayed";

    private final RepeatableRequests requests;
    private final KeyViews views;
    private final JsonMapper json;

    IssuedKeyAnswers(RepeatableRequests requests, KeyViews views, JsonMapper json) {
        this.requests = requests;
        this.views = views;
        this.json = json;
    }

    /** How to repeat the request, where its client named it. */
    public Optional<Repeatable<IssuedKey>> repeatable(GatewayRequest request, Principal caller) {
        return requests.read(request, caller).map(named -> new Repeatable<>(named, this::encode));
    }

    /** The answer to a request; with this status where a key was made. */
    public HttpResponse<?> answer(GatewayRequest request, HttpStatus made, IssueResult result) {
        return switch (result) {
            case IssueResult.Issued(IssuedKey issued) ->
                HttpResponse.status(made).body(view(issued));
            case IssueResult.Replayed replayed ->
                HttpResponse.status(made)
                        .header(REPLAYED, "true")
                        .contentType(MediaType.APPLICATION_JSON_TYPE)
                        .body(new String(replayed.answer(), StandardCharsets.UTF_8));
            case IssueResult.Refused(var code, var errors) -> ProblemResponse.of(request, code, code.title(), errors);
        };
    }

    private IssuedKeyView view(IssuedKey issued) {
        return new IssuedKeyView(issued.key().reveal(), views.view(issued.metadata()));
    }

    private byte[] encode(IssuedKey issued) {
        try {
            return json.writeValueAsBytes(view(issued));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
