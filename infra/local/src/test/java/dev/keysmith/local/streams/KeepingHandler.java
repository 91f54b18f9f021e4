package dev.keysmith.local.streams;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * A function that appends its events to the file {@code events} in the folder named by {@code FOLDER}, a line each. While there is a
 * file {@code hang}, it tells its process id in the file {@code hanging} and never answers.
 */
public final class KeepingHandler implements RequestStreamHandler {

    private final Path folder = Path.of(System.getenv("FOLDER"));

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("events"), event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (Files.exists(folder.resolve("hang"))) {
            Path telling = folder.resolve("telling");
            Files.writeString(telling, Long.toString(ProcessHandle.current().pid()));
            Files.move(telling, folder.resolve("hanging"));
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
