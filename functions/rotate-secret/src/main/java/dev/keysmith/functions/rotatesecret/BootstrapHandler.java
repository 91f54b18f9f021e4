package dev.keysmith.functions.rotatesecret;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The Lambda handler that each deployment invokes: whatever the event is, it makes what is missing, and answers
 * {@code {"made": ["<name of a secret>", …]}}. It throws where something could not be made; the next invocation goes on from there.
 */
public final class BootstrapHandler implements RequestStreamHandler {

    private final Bootstrap bootstrap;

    /** Starts the function with the settings in the environment; a wrong one stops it here. */
    public BootstrapHandler() {
        this(ApplicationContext.builder().deduceEnvironment(false).banner(false).start());
    }

    /** Starts the function within a context that runs. */
    public BootstrapHandler(ApplicationContext beans) {
        this.bootstrap = beans.getBean(Bootstrap.class);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        try {
            List<String> made = bootstrap.run();
            context.getLogger().log(LogLine.bootstrapDone(context.getAwsRequestId(), made));
            output.write(BootstrapAnswer.of(made).getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            context.getLogger().log(LogLine.bootstrapFailed(context.getAwsRequestId(), e));
            throw RotationException.withoutCause(e);
        }
    }
}
