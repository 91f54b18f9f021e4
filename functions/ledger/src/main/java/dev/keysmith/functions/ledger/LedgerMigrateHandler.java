package dev.keysmith.functions.ledger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.keysmith.functions.ledger.database.DatabasePreparation;
import dev.keysmith.functions.ledger.task.TaskException;
import dev.keysmith.functions.ledger.task.TaskLog;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The Lambda handler that each deployment invokes: whatever the event is, it brings the database to this version, as its owner, and
 * waits for one that has to wake up first. It throws where that could not be done; it may be invoked again.
 */
public final class LedgerMigrateHandler implements RequestStreamHandler {

    private static final String ANSWER = "{\"migrated\":true}";

    private final DatabasePreparation preparation;

    /** Starts the function with the settings in the environment; a wrong one stops it here. */
    public LedgerMigrateHandler() {
        this(ApplicationContext.builder().deduceEnvironment(false).banner(false).start());
    }

    /** Starts the function within a context that runs. */
    public LedgerMigrateHandler(ApplicationContext beans) {
        this.preparation = beans.getBean(DatabasePreparation.class);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        try {
            preparation.runOnceAwake();
            context.getLogger().log(TaskLog.done(context.getAwsRequestId(), ANSWER));
            output.write(ANSWER.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            context.getLogger().log(TaskLog.failed(context.getAwsRequestId(), e));
            throw TaskException.withoutCause(e);
        }
    }
}
