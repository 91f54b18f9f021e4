package dev.keysmith.functions.ledger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.keysmith.core.snapshot.Snapshot;
import dev.keysmith.functions.ledger.deadletter.DeadLetter;
import dev.keysmith.functions.ledger.stream.StreamBatch;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Lambda handler of the streams: batches of the tables' streams in, nothing out. It throws where a batch could not be stored; Lambda
 * then invokes it with the same batch again, without end, and the stream keeps what comes meanwhile for 24 hours.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">Lambda with DynamoDB</a>
 */
public final class LedgerHandler implements RequestStreamHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerHandler.class);

    private final StreamConsumer consumer;
    private final BatchMetrics metrics;

    /** Starts the function with the settings in the environment; a wrong one stops it here. */
    public LedgerHandler() {
        this(ApplicationContext.builder().deduceEnvironment(false).banner(false).start());
    }

    /** Starts the function within a context that runs. */
    public LedgerHandler(ApplicationContext beans) {
        this.consumer = beans.getBean(StreamConsumer.class);
        this.metrics = beans.getBean(BatchMetrics.class);
        Snapshot.registerUnrehearsed(beans);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        List<String> records = StreamBatch.texts(input.readAllBytes());
        StreamConsumer.Taken taken = take(records);
        metrics.write(taken, context);
        for (DeadLetter letter : taken.putAside()) {
            LOG.atError()
                    .addKeyValue("id", letter.id())
                    .addKeyValue("reason", letter.reason())
                    .log("record_put_aside");
        }
    }

    private StreamConsumer.Taken take(List<String> records) {
        try {
            return consumer.take(records);
        } catch (RuntimeException e) {
            LOG.error("batch_failed", e);
            // Lambda logs what is thrown, and a database's message may quote what was to be stored.
            throw new IllegalStateException("the batch could not be stored; it is to come again");
        }
    }
}
