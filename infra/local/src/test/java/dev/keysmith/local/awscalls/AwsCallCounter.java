package dev.keysmith.local.awscalls;

import dev.keysmith.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands in front of an AWS endpoint (DynamoDB, Secrets Manager), hands every call on and notes it. Every attempt counts, also
 * one that the SDK repeats. While the endpoint is out of reach, calls get a 503.
 */
public final class AwsCallCounter implements AutoCloseable {

    private final LoopbackServer server;
    private final List<AwsCall> calls = new CopyOnWriteArrayList<>();
    private final CountingProxy proxy;

    /** Starts a counter on a free port in front of this endpoint. */
    public static AwsCallCounter inFrontOf(URI endpoint) throws IOException {
        return inFrontOf(endpoint, 0);
    }

    /** Starts a counter on this port in front of this endpoint. */
    public static AwsCallCounter inFrontOf(URI endpoint, int port) throws IOException {
        AwsCallCounter counter = new AwsCallCounter(endpoint, port);
        counter.server.start(counter.proxy);
        return counter;
    }

    private AwsCallCounter(URI endpoint, int port) {
        this.server = new LoopbackServer("aws-call-counter", port);
        this.proxy = new CountingProxy(endpoint, calls::add);
    }

    /** Where to point {@code AWS_ENDPOINT_URL_*}. */
    public URI endpoint() {
        return server.uri();
    }

    /** The calls since the start or the last {@link #reset()}, in order of arrival. */
    public List<AwsCall> calls() {
        return List.copyOf(calls);
    }

    /** How many calls there were of this operation. */
    public long count(String operation) {
        return calls.stream().filter(call -> call.operation().equals(operation)).count();
    }

    /** How many calls of this operation named this table. */
    public long count(String operation, String table) {
        return calls.stream()
                .filter(call ->
                        call.operation().equals(operation) && call.tables().contains(table))
                .count();
    }

    /** Forgets what was counted. */
    public void reset() {
        calls.clear();
    }

    @Override
    public void close() {
        server.close();
        proxy.close();
    }
}
