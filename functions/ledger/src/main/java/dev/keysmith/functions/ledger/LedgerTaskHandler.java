package dev.keysmith.functions.ledger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.keysmith.core.snapshot.Snapshot;
import dev.keysmith.functions.ledger.task.TaskException;
import dev.keysmith.functions.ledger.task.TaskLog;
import dev.keysmith.functions.ledger.task.Tasks;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The Lambda handler of tasks on the ledger, for schedules and operators: {@code {"task": "verify"}} in, the task's answer out. It
 * connects as the database's owner. It throws where a task could not be done, and logs one line for each.
 */
public final class LedgerTaskHandler implements RequestStreamHandler {

    private final Tasks tasks;

    /** Starts the function with the settings in the environment; a wrong one stops it here. */
    public LedgerTaskHandler() {
        this(ApplicationContext.builder().deduceEnvironment(false).banner(false).start());
    }

    /** Starts the function within a context that runs. */
    public LedgerTaskHandler(ApplicationContext beans) {
        this.tasks = beans.getBean(Tasks.class);
        Snapshot.registerUnrehearsed(beans);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        try {
            String answer = tasks.run(input);
            context.getLogger().log(TaskLog.done(context.getAwsRequestId(), answer));
            output.write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            context.getLogger().log(TaskLog.failed(context.getAwsRequestId(), e));
            throw TaskException.withoutCause(e);
        }
    }
}
