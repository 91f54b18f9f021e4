package dev.keysmith.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.micronaut.context.BeanContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The authorizer's Lambda handler: REQUEST authorizer events of API Gateway in, a policy (REST API) or simple response (HTTP API)
 * out. Throws {@code Unauthorized} for a bad credential, and another error where it cannot decide.
 */
public final class AuthorizerHandler implements RequestStreamHandler {

    private final Authorizer authorizer;
    private final ResponseWriter responses;

    /** Starts the authorizer with the settings in the environment; a wrong one stops it here. */
    public AuthorizerHandler() {
        this(new AuthorizerContext(System.getenv()).start());
    }

    AuthorizerHandler(BeanContext beans) {
        this(beans.getBean(Authorizer.class), beans.getBean(ResponseWriter.class));
    }

    AuthorizerHandler(Authorizer authorizer, ResponseWriter responses) {
        this.authorizer = authorizer;
        this.responses = responses;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        AuthorizerEvent event;
        Decision decision;
        try {
            event = AuthorizerEventReader.read(input);
            decision = authorizer.decide(event);
        } catch (IOException | RuntimeException e) {
            context.getLogger().log(FailureLine.of(context.getAwsRequestId(), e));
            throw new AuthorizerFailureException();
        }
        switch (decision) {
            case Decision.Allowed allowed -> responses.allow(event, allowed, output);
            case Decision.Limited limited -> responses.limit(event, limited, output);
            case Decision.Denied denied -> responses.deny(event, denied, output);
            case Decision.Rejected _ -> throw new UnauthorizedException();
        }
    }
}
