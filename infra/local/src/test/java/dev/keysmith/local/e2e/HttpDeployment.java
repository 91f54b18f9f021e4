package dev.keysmith.local.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keysmith.core.testing.model.Answer;
import dev.keysmith.core.testing.model.Deployment;
import dev.keysmith.core.testing.model.Operation;
import dev.keysmith.core.testing.model.Secret;
import dev.keysmith.core.testing.model.Shown;
import dev.keysmith.core.testing.model.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A local stack behind its gateway, as the model test plays with it. */
final class HttpDeployment implements Deployment {

    private static final Duration WRONG_SECRETS_ARE_REMEMBERED = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api;
    private final Secret admin;

    HttpDeployment(SharedStack.Handle stack) {
        this.api = stack.api();
        this.admin = new Secret("first admin", stack.adminKey());
    }

    /** Lets each function start, so that no later call takes seconds. */
    void warmUp() {
        call(admin, "GET", "/v1/keys", Optional.empty());
        for (String path : List.of("/v1/keys", "/v1/tokens", "/v1/refresh", "/v1/keys/0000000000000000/revoke")) {
            call(admin, "POST", path, Optional.of(JSON.createObjectNode()));
        }
    }

    @Override
    public Secret firstAdmin() {
        return admin;
    }

    @Override
    public Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void pass(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Nothing: what rotates the secrets of a stack has tests of its own. */
    @Override
    public void rotateSecrets() {}

    /** Nothing is old enough. */
    @Override
    public void purge() {}

    @Override
    public Verdict verify(Secret secret) {
        Api.Answer me = api.me(secret.text());
        if (me.status() == 200) {
            return Verdict.good(KeyJson.holder(me.json()));
        }
        Api.Answer why = unthrottled(() -> api.validate(secret.text()));
        if (me.status() != 401 || why.status() != 401) {
            throw new AssertionError("of " + secret + " /v1/me says " + me.body() + " and /v1/validate " + why.body());
        }
        return Verdict.refused(why.code());
    }

    @Override
    public Answer perform(Operation operation) {
        Secret caller = operation.caller();
        return switch (operation) {
            case Operation.Issue issue ->
                newSecret(call(
                        caller,
                        "POST",
                        "/v1/keys",
                        Optional.of(GrantJson.grant(issue.asked())),
                        idempotencyKey(issue.idempotencyKey())));
            case Operation.Import imports -> importKeys(imports);
            case Operation.Read read -> key(call(caller, "GET", "/v1/keys/" + read.keyId(), Optional.empty()));
            case Operation.ListKeys list -> list(list);
            case Operation.Update update ->
                key(call(
                        caller,
                        "PATCH",
                        "/v1/keys/" + update.keyId(),
                        Optional.of(GrantJson.change(update.change())),
                        update.ifMatch()
                                .map(version -> new String[] {"if-match", "\"" + version + "\""})
                                .orElse(new String[0])));
            case Operation.Rotate rotate -> {
                ObjectNode body = JSON.createObjectNode();
                rotate.graceSeconds().ifPresent(seconds -> body.put("grace_seconds", seconds));
                yield taken(newSecret(call(
                        caller,
                        "POST",
                        "/v1/keys/" + rotate.keyId() + "/rotate",
                        Optional.of(body),
                        idempotencyKey(rotate.idempotencyKey()))));
            }
            case Operation.Finish finish ->
                key(call(caller, "POST", "/v1/keys/" + finish.keyId() + "/rotate/finish", Optional.empty()));
            case Operation.Refresh refresh ->
                taken(refreshed(call(
                        caller, "POST", "/v1/refresh", Optional.empty(), idempotencyKey(refresh.idempotencyKey()))));
            case Operation.Mint mint -> token(call(caller, "POST", "/v1/tokens", Optional.of(GrantJson.token(mint))));
            case Operation.Revoke revoke -> {
                ObjectNode body = JSON.createObjectNode();
                revoke.reason().ifPresent(reason -> body.put("reason", reason));
                yield key(call(caller, "POST", "/v1/keys/" + revoke.keyId() + "/revoke", Optional.of(body)));
            }
            case Operation.RevokeWithIssued revoke -> revokeWithIssued(revoke);
            case Operation.RevokeOwner revoke -> {
                ObjectNode body = continuing(revoke.continuation()).put("owner", revoke.owner());
                Api.Answer answer = call(caller, "POST", "/v1/keys/revoke", Optional.of(body));
                yield refusal(answer).orElseGet(() -> swept(Optional.empty(), answer.json()));
            }
            case Operation.Delete delete ->
                done(call(caller, "DELETE", "/v1/keys/" + delete.keyId(), Optional.empty()), 204);
            case Operation.Present present ->
                done(
                        unthrottled(() -> api.postBytes(
                                "/v1/revoke",
                                ("token=" + present.caller().text()).getBytes(StandardCharsets.US_ASCII),
                                "application/x-www-form-urlencoded")),
                        200);
        };
    }

    private Api.Answer call(Secret caller, String method, String path, Optional<ObjectNode> body, String... headers) {
        String[] all = Stream.concat(Stream.of("x-api-key", caller.text()), Stream.of(headers))
                .toArray(String[]::new);
        String json = body.map(ObjectNode::toString).orElse("");
        return switch (method) {
            case "POST" -> api.post(path, json, all);
            case "PATCH" -> api.patch(path, json, all);
            case "DELETE" -> api.delete(path, all);
            default -> api.get(path, all);
        };
    }

    private static String[] idempotencyKey(Optional<String> key) {
        return key.map(value -> new String[] {"idempotency-key", value}).orElse(new String[0]);
    }

    /** Calls again where an unguarded route was called too often. */
    private Api.Answer unthrottled(java.util.function.Supplier<Api.Answer> call) {
        Api.Answer answer = call.get();
        while (answer.status() == 429) {
            pass(Duration.ofSeconds(1));
            answer = call.get();
        }
        return answer;
    }

    private Answer importKeys(Operation.Import imports) {
        ObjectNode body = JSON.createObjectNode();
        imports.entries()
                .forEach(entry -> body.withArray("keys")
                        .add(GrantJson.grant(entry.asked())
                                .put("sha256", sha256(entry.secret().text()))));
        Api.Answer answer = call(imports.caller(), "POST", "/v1/keys/import", Optional.of(body));
        return refusal(answer)
                .orElseGet(() -> new Answer.Imported(elements(answer.json().get("results"))
                        .map(result -> result.get("status").asText().equals("imported")
                                ? Answer.Imported.Result.imported(
                                        result.get("key_id").asText())
                                : Answer.Imported.Result.refused(
                                        result.get("code").asText()))
                        .toList()));
    }

    private Answer list(Operation.ListKeys list) {
        StringBuilder query = new StringBuilder("/v1/keys?limit=" + list.limit());
        list.owner().ifPresent(owner -> query.append("&owner=").append(owner));
        list.status().ifPresent(status -> query.append("&status=").append(status));
        list.environment()
                .ifPresent(environment -> query.append("&environment=").append(environment));
        List<Shown> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            String page = query + cursor.map(next -> "&cursor=" + next).orElse("");
            Api.Answer answer = call(list.caller(), "GET", page, Optional.empty());
            Optional<Answer> refusal = refusal(answer);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            JsonNode keys = answer.json().get("keys");
            if (keys.size() > list.limit()) {
                throw new AssertionError("a page of " + keys.size() + " keys for a limit of " + list.limit());
            }
            elements(keys).map(key -> KeyJson.shown(key, Optional.empty())).forEach(all::add);
            cursor = KeyJson.text(answer.json(), "next_cursor");
        } while (cursor.isPresent());
        return new Answer.Keys(all);
    }

    private Answer revokeWithIssued(Operation.RevokeWithIssued revoke) {
        ObjectNode body = continuing(revoke.continuation()).put("include_issued", true);
        Api.Answer answer = call(revoke.caller(), "POST", "/v1/keys/" + revoke.keyId() + "/revoke", Optional.of(body));
        return refusal(answer)
                .orElseGet(() -> swept(
                        Optional.of(KeyJson.shown(answer.json(), Optional.empty())),
                        answer.json().get("issued")));
    }

    private static ObjectNode continuing(Optional<String> continuation) {
        ObjectNode body = JSON.createObjectNode();
        continuation.ifPresent(from -> body.put("continuation", from));
        return body;
    }

    private static Answer swept(Optional<Shown> key, JsonNode sweep) {
        Optional<String> continuation = KeyJson.text(sweep, "continuation");
        if (sweep.get("done").asBoolean() == continuation.isPresent()) {
            throw new AssertionError("done and yet to be continued, or neither: " + sweep);
        }
        return new Answer.Swept(
                key,
                sweep.get("revoked").asInt(),
                continuation,
                KeyJson.text(sweep, "retry_after_seconds").map(Long::valueOf).map(Duration::ofSeconds));
    }

    private static Answer key(Api.Answer answer) {
        Optional<Long> version = Optional.of(answer.header("etag"))
                .filter(tag -> !tag.isEmpty())
                .map(tag -> Long.valueOf(tag.replace("\"", "")));
        return refusal(answer).orElseGet(() -> new Answer.Key(KeyJson.shown(answer.json(), version)));
    }

    /**
     * Where a wrong secret of the key was refused just before, the authorizer refuses the new one as well, until the record that it
     * remembers is a second old: this waits until it takes it, and no longer than that.
     */
    private Answer taken(Answer answer) {
        if (answer instanceof Answer.NewSecret(var _, String text, var _)) {
            Instant end = Instant.now().plus(WRONG_SECRETS_ARE_REMEMBERED);
            while (api.me(text).status() == 401 && Instant.now().isBefore(end)) {
                pass(Duration.ofMillis(50));
            }
        }
        return answer;
    }

    private static Answer newSecret(Api.Answer answer) {
        return refusal(answer)
                .orElseGet(() -> new Answer.NewSecret(
                        KeyJson.shown(answer.json(), Optional.empty()),
                        answer.json().get("key").asText(),
                        answer.header("idempotency-replayed").equals("true")));
    }

    /** A key in JWT form gets a new secret; any other keeps its own, which is not shown. */
    private static Answer refreshed(Api.Answer answer) {
        return answer.status() == 200 && answer.json().has("key") ? newSecret(answer) : key(answer);
    }

    private static Answer token(Api.Answer answer) {
        return refusal(answer).orElseGet(() -> {
            JsonNode token = answer.json();
            if (answer.status() != 200 || !token.get("token_type").asText().equals("Bearer")) {
                throw new AssertionError("status " + answer.status() + ", type " + token.get("token_type"));
            }
            String scope = token.get("scope").asText();
            return new Answer.Token(
                    token.get("access_token").asText(),
                    scope.isEmpty() ? Set.of() : Set.of(scope.split(" ")),
                    Duration.ofSeconds(token.get("expires_in").asLong()));
        });
    }

    private static Answer done(Api.Answer answer, int status) {
        return refusal(answer).orElseGet(() -> {
            if (answer.status() != status) {
                throw new AssertionError("status " + answer.status() + ", not " + status);
            }
            return new Answer.Done();
        });
    }

    private static Optional<Answer> refusal(Api.Answer answer) {
        if (answer.status() < 400) {
            return Optional.empty();
        }
        if (answer.status() >= 500) {
            throw new AssertionError("an outage: " + answer.body());
        }
        return Optional.of(
                answer.code().equals("refresh_too_early")
                        ? new Answer.TooEarly(
                                Instant.parse(answer.json().get("refresh_after").asText()))
                        : new Answer.Refused(answer.code()));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
