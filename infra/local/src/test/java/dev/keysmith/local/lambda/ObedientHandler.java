package dev.keysmith.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A function that does what its event says. The event is {@code command} or {@code command argument}. */
public final class ObedientHandler implements RequestStreamHandler {

    private static final AtomicInteger INVOCATIONS = new AtomicInteger();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        INVOCATIONS.incrementAndGet();
        String[] event = new String(input.readAllBytes(), StandardCharsets.UTF_8).split(" ", 2);
        output.write(
                answer(event[0], event.length == 2 ? event[1] : "", context).getBytes(StandardCharsets.UTF_8));
    }

    private static String answer(String command, String argument, Context context) throws IOException {
        return switch (command) {
            case "echo" -> argument;
            case "pid" -> Long.toString(ProcessHandle.current().pid());
            case "count" -> Integer.toString(INVOCATIONS.get());
            case "environment" -> new TreeMap<>(System.getenv()).toString();
            case "deadline" -> Integer.toString(context.getRemainingTimeInMillis());
            case "arn" -> context.getInvokedFunctionArn();
            case "print" -> {
                System.out.println(argument);
                yield "printed";
            }
            case "size" -> Integer.toString(argument.length());
            case "fill" -> "x".repeat(Integer.parseInt(argument));
            case "throw" -> throw new IllegalStateException(argument);
            case "exit" -> {
                Runtime.getRuntime().halt(Integer.parseInt(argument));
                yield "";
            }
            case "await" -> {
                while (!Files.exists(Path.of(argument))) {
                    LockSupport.parkNanos(1_000_000);
                }
                yield "seen";
            }
            case "hang" -> {
                Files.createFile(Path.of(argument));
                yield forever();
            }
            default -> throw new IllegalArgumentException("Unknown command");
        };
    }

    private static String forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "";
    }
}
