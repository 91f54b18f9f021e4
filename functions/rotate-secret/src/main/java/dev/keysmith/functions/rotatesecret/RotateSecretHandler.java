package dev.keysmith.functions.rotatesecret;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.keysmith.core.snapshot.Snapshot;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The Lambda handler: rotation events of Secrets Manager in, nothing out. It throws where the step could not be done; Secrets
 * Manager then tries the rotation again. It logs one line for each step.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html">Steps</a>
 */
public final class RotateSecretHandler implements RequestStreamHandler {

    private final Rotations rotations;

    /** Starts the function with the settings in the environment; a wrong one stops it here. */
    public RotateSecretHandler() {
        this(ApplicationContext.builder().deduceEnvironment(false).banner(false).start());
    }

    /** Starts the function within a context that runs. */
    public RotateSecretHandler(ApplicationContext beans) {
        this.rotations = beans.getBean(Rotations.class);
        Snapshot.registerUnrehearsed(beans);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        try {
            RotationEvent event = RotationEventReader.read(input);
            rotations.run(event);
            context.getLogger().log(LogLine.done(context.getAwsRequestId(), event));
        } catch (IOException | RuntimeException e) {
            context.getLogger().log(LogLine.failed(context.getAwsRequestId(), e));
            throw RotationException.withoutCause(e);
        }
    }
}
