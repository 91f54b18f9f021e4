package dev.keysmith.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.time.Moment;
import io.micronaut.context.BeanContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * The authorizer's Lambda handler: REQUEST authorizer events of API Gateway in, a policy (REST API) or simple response (HTTP API)
 * out. Throws {@code Unauthorized} for a bad credential, and another error where it cannot decide.
 */
public final class AuthorizerHandler implements RequestStreamHandler {

    private final Authorizer authorizer;
    private final ResponseWriter responses;
    private final Metrics metrics;

    /** Starts the authorizer with the settings in the environment; a wrong one stops it here. */
    public AuthorizerHandler() {
        this(System.getenv());
    }

    private AuthorizerHandler(Map<String, String> environment) {
        this(new AuthorizerContext(environment).start(), environment);
    }

    private AuthorizerHandler(BeanContext beans, Map<String, String> environment) {
        this(beans);
        if (beans.getBean(Settings.class).areForSnapshot()) {
            AuthorizerRehearsal.prepare(beans, environment);
        }
    }

    AuthorizerHandler(BeanContext beans) {
        this(beans.getBean(Authorizer.class), beans.getBean(ResponseWriter.class), beans.getBean(Metrics.class));
    }

    AuthorizerHandler(Authorizer authorizer, ResponseWriter responses, Metrics metrics) {
        this.authorizer = authorizer;
        this.responses = responses;
        this.metrics = metrics;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        try {
            answer(input, output, context);
        } finally {
            metrics.writeWhenDue(context);
        }
    }

    private void answer(InputStream input, OutputStream output, Context context) throws IOException {
        Moment began = metrics.now();
        AuthorizerEvent event;
        Decision decision;
        try {
            event = AuthorizerEventReader.read(input);
            decision = authorizer.decide(event);
        } catch (IOException | RuntimeException e) {
            metrics.failed(began);
            context.getLogger().log(FailureLine.of(context.getAwsRequestId(), e));
            throw new AuthorizerFailureException();
        }
        metrics.decided(decision, began);
        switch (decision) {
            case Decision.Allowed allowed -> responses.allow(event, allowed, output);
            case Decision.Limited limited -> responses.limit(event, limited, output);
            case Decision.Denied denied -> responses.deny(event, denied, output);
            case Decision.Rejected _ -> throw new UnauthorizedException();
        }
    }
}
