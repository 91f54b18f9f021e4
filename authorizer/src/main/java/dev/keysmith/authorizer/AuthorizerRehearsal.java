package dev.keysmith.authorizer;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import dev.keysmith.core.access.Limits;
import dev.keysmith.core.access.RateLimit;
import dev.keysmith.core.access.ScopeSet;
import dev.keysmith.core.aws.MadeUpAws;
import dev.keysmith.core.aws.WayToDynamoDb;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.snapshot.MadeUpKeys;
import dev.keysmith.core.snapshot.MadeUpSecret;
import dev.keysmith.core.snapshot.Opened;
import dev.keysmith.core.snapshot.Rehearsal;
import dev.keysmith.core.snapshot.Snapshot;
import dev.keysmith.core.token.JwtSettings;
import io.micronaut.context.BeanContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides on made-up credentials of every kind, by an authorizer that is as this deployment's but for its routes, its secret and its
 * tables, which are made up; and goes the way to DynamoDB once. No secret is fetched: it would be in the snapshot.
 */
final class AuthorizerRehearsal implements Rehearsal {

    private static final String SECRET = "made-up";
    private static final String SCOPE = "made:up";

    /** So often is each decided that the JVM compiles what a decision runs through. */
    private static final int ROUNDS = 100;

    private final Map<String, String> environment;
    private final SecureRandom random;
    private final InstantSource clock;

    private AuthorizerRehearsal(Map<String, String> environment, SecureRandom random, InstantSource clock) {
        this.environment = environment;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Has an authorizer rehearse before its snapshot is taken.
     *
     * @param beans its own, which stay untouched
     * @param environment the variables that it started with
     */
    static void prepare(BeanContext beans, Map<String, String> environment) {
        SecureRandom random = beans.getBean(SecureRandom.class);
        Snapshot.register(
                new AuthorizerRehearsal(environment, random, beans.getBean(InstantSource.class)),
                random,
                failure -> LambdaRuntime.getLogger().log(FailureLine.ofRehearsal(failure)));
    }

    @Override
    public void run(Opened opened) throws IOException {
        decide(opened);
        reach(opened);
    }

    private void decide(Opened opened) throws IOException {
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("KEYSMITH_ROUTES", "ANY /made/up/{id} " + SCOPE + "\nGET /made/* made:more");
        settings.put("KEYSMITH_VERIFICATION_SECRET", SECRET);
        Instant now = clock.instant();
        MadeUpSecret secret = MadeUpSecret.draw(random, now);
        AuthorizerContext context = opened.add(new AuthorizerContext(settings));
        new MadeUpAws(Map.of(SECRET, secret.verification().toText())).beans().forEach(context::registerBeanDefinition);
        BeanContext beans = context.start();
        AuthorizerHandler handler = new AuthorizerHandler(beans);
        List<String> events = events(beans, secret, now);
        for (int round = 0; round < ROUNDS; round++) {
            for (String event : events) {
                decide(handler, event);
            }
        }
    }

    private static List<String> events(BeanContext beans, MadeUpSecret secret, Instant now) {
        MadeUpKeys keys = new MadeUpKeys(beans);
        ApiKey good = keys.draw();
        ApiKey narrow = keys.draw();
        ApiKey used = keys.draw();
        keys.issue(good, SCOPE + " made:*", limits(RateLimit.MAX_REQUESTS, OptionalLong.of(Limits.MAX_QUOTA)));
        keys.issue(narrow, "other:scope", Limits.NONE);
        keys.issue(used, SCOPE, limits(1, OptionalLong.of(1)));
        List<String> credentials = new ArrayList<>(List.of(
                good.reveal(), narrow.reveal(), used.reveal(), keys.draw().reveal(), "made-up", ""));
        credentials.addAll(secret.tokens(good.keyId(), ScopeSet.parse(SCOPE), beans.getBean(JwtSettings.class), now));
        List<String> events = new ArrayList<>();
        for (String credential : credentials) {
            events.add(restEvent(credential));
            events.add(httpEvent(credential));
        }
        events.add("{}");
        return events;
    }

    private static Limits limits(int requests, OptionalLong quota) {
        return new Limits(Optional.of(new RateLimit(requests, Duration.ofHours(1))), quota);
    }

    private static void decide(AuthorizerHandler handler, String event) throws IOException {
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                    OutputStream.nullOutputStream(),
                    new RehearsalContext());
        } catch (UnauthorizedException | AuthorizerFailureException _) {
            // Verdicts, and of an event that is none, a failure as it has to be.
        }
    }

    private void reach(Opened opened) {
        AuthorizerContext context = opened.add(new AuthorizerContext(environment));
        context.registerBeanDefinition(WayToDynamoDb.nobody());
        WayToDynamoDb.go(context.start());
    }

    private static String restEvent(String credential) {
        return """
                {"type":"REQUEST","methodArn":"arn:aws:execute-api:us-east-1:000000000000:madeup0000/v1/GET/made/up/1",
                 "resource":"/made/up/{id}","httpMethod":"GET","multiValueHeaders":{"authorization":["Bearer %s"]},
                 "requestContext":{"stage":"v1","identity":{"sourceIp":"192.0.2.1"}}}""".formatted(credential);
    }

    private static String httpEvent(String credential) {
        return """
                {"version":"2.0","type":"REQUEST","routeKey":"GET /made/up/{id}","headers":{"x-api-key":"%s"},
                 "routeArn":"arn:aws:execute-api:us-east-1:000000000000:madeup0000/v1/GET/made/up/1",
                 "requestContext":{"stage":"v1","http":{"method":"GET","sourceIp":"2001:db8::1"}}}""".formatted(credential);
    }
}
