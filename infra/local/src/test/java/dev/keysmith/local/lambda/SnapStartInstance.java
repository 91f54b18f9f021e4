package dev.keysmith.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process of a function as Lambda starts it for a snapshot: it runs until it asks for its restore, waits there for as long as the
 * test likes, and goes on. There is no snapshot: before and after are one process. Its credentials come from an endpoint and are
 * others after the restore.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html">Lambda: SnapStart and credentials</a>
 */
public final class SnapStartInstance implements AutoCloseable {

    private static final String RUNTIME = "/2018-06-01/runtime/";
    private static final String TOKEN = "endpoint-token";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpServer server;
    private final HttpServer credentials;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String accessKeyId;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch restored = new CountDownLatch(1);
    private final BlockingQueue<byte[]> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<String> errors = new ArrayList<>();
    private final AtomicInteger credentialsRead = new AtomicInteger();
    private final Process process;

    private SnapStartInstance(LambdaFunction function, Path logs, String accessKeyId) throws IOException {
        this.accessKeyId = accessKeyId;
        server = server(RUNTIME, this::runtime);
        credentials = server("/credentials", this::credentials);
        process = command(function, logs).start();
    }

    /**
     * Starts a function, with its output in a folder.
     *
     * @param accessKeyId whose credentials the endpoint serves
     */
    public static SnapStartInstance start(LambdaFunction function, Path logs, String accessKeyId) throws IOException {
        return new SnapStartInstance(function, logs, accessKeyId);
    }

    private ProcessBuilder command(LambdaFunction function, Path logs) {
        Map<String, String> environment = new HashMap<>(function.environment());
        environment.keySet().removeIf(name -> name.startsWith("AWS_ACCESS_KEY") || name.startsWith("AWS_SECRET"));
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://" + address(credentials) + "/credentials");
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", TOKEN);
        environment.merge(
                "JAVA_TOOL_OPTIONS",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                (options, more) -> options + " " + more);
        ProcessBuilder builder = new InstanceCommand(
                        new LambdaHostSettings(TestFunctions.javaHome(), logs, 1, 1),
                        new LambdaFunction(
                                function.name(),
                                function.handler(),
                                function.classPath(),
                                function.memoryMegabytes(),
                                function.timeout(),
                                environment))
                .processBuilder(address(server), "snapshot");
        builder.environment().put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        return builder;
    }

    private HttpServer server(String path, HttpHandler handler) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.setExecutor(threads);
        started.createContext(path, handler);
        started.start();
        return started;
    }

    private static String address(HttpServer server) {
        return server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    /** Waits for the moment of the snapshot; whether it came, and not the end of the process. */
    public boolean awaitSnapshot() throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!asked.await(50, TimeUnit.MILLISECONDS)) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                return false;
            }
        }
        return true;
    }

    /** Lets it go on, as if it were restored. */
    public void restore() {
        restored.countDown();
    }

    /** Its answer to an event, or the error that it reports. */
    public String invoke(String event) throws InterruptedException {
        events.add(event.getBytes(StandardCharsets.UTF_8));
        String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer == null) {
            throw new IllegalStateException("no answer; the process is " + (process.isAlive() ? "alive" : "gone"));
        }
        return answer;
    }

    public long processId() {
        return process.pid();
    }

    /** The port of its Runtime API. */
    public int runtimePort() {
        return server.getAddress().getPort();
    }

    /** Waits for its end. */
    public int awaitEnd() throws InterruptedException {
        return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** What it reported instead of working. */
    public synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    /** How often it read its credentials. */
    public int credentialsRead() {
        return credentialsRead.get();
    }

    /** The secret parts of the credentials that it can have read before the snapshot, or after. */
    public static List<String> secretsOfCredentials(boolean afterRestore) {
        String when = afterRestore ? "after" : "before";
        return List.of("secret-access-key-" + when + "-the-restore", "session-token-" + when + "-the-restore");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        server.stop(0);
        credentials.stop(0);
        threads.shutdownNow();
    }

    private void runtime(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath().substring(RUNTIME.length());
        try {
            switch (path) {
                case "restore/next" -> {
                    asked.countDown();
                    restored.await();
                    reply(exchange, 200, "");
                }
                case "invocation/next" -> {
                    byte[] event = events.take();
                    exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "request-1");
                    exchange.getResponseHeaders()
                            .set(
                                    "Lambda-Runtime-Deadline-Ms",
                                    Long.toString(Instant.now().plus(PATIENCE).toEpochMilli()));
                    exchange.getResponseHeaders()
                            .set(
                                    "Lambda-Runtime-Invoked-Function-Arn",
                                    "arn:aws:lambda:us-east-1:000000000000:function:f");
                    reply(exchange, 200, new String(event, StandardCharsets.UTF_8));
                }
                case "init/error", "restore/error" -> {
                    synchronized (this) {
                        errors.add(path + " " + new String(body, StandardCharsets.UTF_8));
                    }
                    reply(exchange, 202, "{}");
                }
                default -> {
                    answers.add(new String(body, StandardCharsets.UTF_8));
                    reply(exchange, 202, "{}");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private void credentials(HttpExchange exchange) throws IOException {
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            reply(exchange, 401, "{}");
            return;
        }
        credentialsRead.incrementAndGet();
        List<String> secrets = secretsOfCredentials(restored.getCount() == 0);
        reply(
                exchange,
                200,
                "{\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\",\"Token\":\"%s\",\"Expiration\":\"%s\"}"
                        .formatted(
                                accessKeyId,
                                secrets.get(0),
                                secrets.get(1),
                                Instant.now().plus(Duration.ofHours(6))));
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
