package dev.keysmith.local.lambda;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A host to be killed: invokes its one function once, prints that function's process ids, and waits. */
final class HostInAnotherProcess {

    private HostInAnotherProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var host = new LambdaHost(new LambdaHostSettings(TestFunctions.javaHome(), Path.of(args[0])), () -> {});
        host.add(TestFunctions.function("idle", ObedientHandler.class));
        host.invoke("idle", "echo".getBytes(StandardCharsets.UTF_8));
        System.out.println(host.processIds().getOrDefault("idle", List.of()).getFirst());
        Thread.currentThread().join();
    }
}
