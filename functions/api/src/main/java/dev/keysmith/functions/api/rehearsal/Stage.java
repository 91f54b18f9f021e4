package dev.keysmith.functions.api.rehearsal;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.RequestIdentity;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import dev.keysmith.core.access.Limits;
import dev.keysmith.core.credential.CredentialKind;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.snapshot.MadeUpKeys;
import io.micronaut.context.BeanContext;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** A function that is called as API Gateway calls it, by a made-up caller who may do everything. */
public final class Stage {

    private static final String ALL = "* owners:any";

    private final BeanContext beans;
    private final Function<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> function;
    private final Principal caller;

    Stage(BeanContext beans, Function<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> function) {
        this.beans = beans;
        this.function = function;
        this.caller = principal(MadeUpKeys.metadata(
                KeyId.random(beans.getBean(SecureRandom.class)),
                ALL,
                Limits.NONE,
                beans.getBean(InstantSource.class).instant()));
    }

    /** The function's beans. */
    public BeanContext beans() {
        return beans;
    }

    /** Stores a key that may do everything. */
    public ApiKey issueKey() {
        MadeUpKeys keys = new MadeUpKeys(beans);
        ApiKey key = keys.draw();
        keys.issue(key, ALL, Limits.NONE);
        return key;
    }

    /** A call of this route. */
    public Call call(String method, String resource) {
        return new Call(method, resource);
    }

    private static Principal principal(ApiKeyMetadata key) {
        return new Principal(
                CredentialKind.API_KEY,
                key.keyId(),
                key.owner(),
                key.role(),
                key.scopes(),
                key.environment(),
                key.generation(),
                key.validity(),
                key.limits(),
                key.networks());
    }

    /** A call in the making. */
    public final class Call {

        private final APIGatewayProxyRequestEvent event = new APIGatewayProxyRequestEvent();
        private final Map<String, List<String>> headers = new HashMap<>();

        private Call(String method, String resource) {
            event.setHttpMethod(method);
            event.setResource(resource);
            event.setPath(resource);
            event.setIsBase64Encoded(true);
            event.setRequestContext(new ProxyRequestContext()
                    .withRequestId("rehearsal-" + UUID.randomUUID())
                    .withIdentity(new RequestIdentity().withSourceIp("192.0.2.1")));
            event.getRequestContext().setAuthorizer(new HashMap<>(caller.toContext()));
        }

        /** Of the route's one parameter. */
        public Call on(KeyId keyId) {
            event.setPathParameters(Map.of("key_id", keyId.value()));
            return this;
        }

        public Call header(String name, String value) {
            headers.put(name, List.of(value));
            return this;
        }

        public Call query(String name, String value) {
            event.setMultiValueQueryStringParameters(Map.of(name, List.of(value)));
            return this;
        }

        public Call json(String body) {
            return body("application/json", body);
        }

        public Call mergePatch(String body) {
            return body("application/merge-patch+json", body);
        }

        public Call form(String body) {
            return body("application/x-www-form-urlencoded", body);
        }

        private Call body(String type, String body) {
            event.setBody(Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
            return header("content-type", type);
        }

        /** Makes it. Throws where the answer has another status: then something else is rehearsed than what will be done. */
        public void answers(int status) {
            event.setMultiValueHeaders(headers);
            int answered = function.apply(event).getStatusCode();
            if (answered != status) {
                throw new RehearsalException("rehearsing " + event.getHttpMethod() + " " + event.getResource()
                        + " was answered by " + answered + " and not by " + status);
            }
        }
    }
}
