package dev.keysmith.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A function whose start lasts until the file named by {@code GATE} exists; it then echoes its event. */
public final class GatedHandler implements RequestStreamHandler {

    /** Waits for the gate. */
    public GatedHandler() {
        Path gate = Path.of(System.getenv("GATE"));
        while (!Files.exists(gate)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        input.transferTo(output);
    }
}
