package dev.keysmith.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A function that keeps its event in the file {@code event} of the folder named by {@code FOLDER}, and answers with the file {@code
 * answer}; where there is a file {@code error}, it throws with that message.
 */
public final class AnsweringHandler implements RequestStreamHandler {

    private final Path folder = Path.of(System.getenv("FOLDER"));

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Files.write(folder.resolve("event"), input.readAllBytes());
        Path error = folder.resolve("error");
        if (Files.exists(error)) {
            throw new IllegalStateException(Files.readString(error));
        }
        output.write(Files.readAllBytes(folder.resolve("answer")));
    }
}
