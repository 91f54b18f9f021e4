package dev.keysmith.core.testing;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.secret.SecretSource;
import java.util.concurrent.atomic.AtomicInteger;

/** A source of one secret that can be changed and cut off; the real one has its contract test with Secrets Manager's API. */
public final class TestSecretSource implements SecretSource {

    private final AtomicInteger calls = new AtomicInteger();
    private volatile String value;
    private volatile boolean reachable = true;

    public TestSecretSource(String value) {
        this.value = value;
    }

    @Override
    public String fetch(String name) {
        calls.incrementAndGet();
        if (!reachable) {
            throw new UnavailableException("cut off");
        }
        return value;
    }

    public void put(String newValue) {
        value = newValue;
    }

    public void cutOff() {
        reachable = false;
    }

    public void restore() {
        reachable = true;
    }

    public int calls() {
        return calls.get();
    }
}
