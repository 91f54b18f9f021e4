package dev.keysmith.core.testing;

import dev.keysmith.core.granting.RequestedRate;
import dev.keysmith.core.updating.Patch;
import dev.keysmith.core.updating.UpdateKeyCommand;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a test asks to be changed: nothing at first. */
public final class AskedChange {

    private Patch<String> name = new Patch.Unchanged<>();
    private Patch<List<String>> scopes = new Patch.Unchanged<>();
    private Patch<Integer> expiresInDays = new Patch.Unchanged<>();
    private Patch<Instant> expiresAt = new Patch.Unchanged<>();
    private Patch<Instant> maxExpiresAt = new Patch.Unchanged<>();
    private Patch<RequestedRate> rate = new Patch.Unchanged<>();
    private Patch<Long> quota = new Patch.Unchanged<>();
    private Patch<List<String>> networks = new Patch.Unchanged<>();
    private Patch<Map<String, Patch<String>>> metadata = new Patch.Unchanged<>();

    private AskedChange() {}

    public static AskedChange ofKey() {
        return new AskedChange();
    }

    public AskedChange name(Patch<String> asked) {
        name = asked;
        return this;
    }

    public AskedChange name(String asked) {
        return name(new Patch.Changed<>(asked));
    }

    public AskedChange scopes(String... asked) {
        scopes = new Patch.Changed<>(List.of(asked));
        return this;
    }

    public AskedChange roleScopes() {
        scopes = new Patch.Removed<>();
        return this;
    }

    public AskedChange expiresInDays(Patch<Integer> asked) {
        expiresInDays = asked;
        return this;
    }

    public AskedChange expiresInDays(int asked) {
        return expiresInDays(new Patch.Changed<>(asked));
    }

    public AskedChange expiresAt(Patch<Instant> asked) {
        expiresAt = asked;
        return this;
    }

    public AskedChange expiresAt(Instant asked) {
        return expiresAt(new Patch.Changed<>(asked));
    }

    public AskedChange maxExpiresAt(Patch<Instant> asked) {
        maxExpiresAt = asked;
        return this;
    }

    public AskedChange maxExpiresAt(Instant asked) {
        return maxExpiresAt(new Patch.Changed<>(asked));
    }

    public AskedChange rate(int requests, long seconds) {
        rate = new Patch.Changed<>(new RequestedRate(requests, seconds));
        return this;
    }

    public AskedChange roleRate() {
        rate = new Patch.Removed<>();
        return this;
    }

    public AskedChange quota(long asked) {
        quota = new Patch.Changed<>(asked);
        return this;
    }

    public AskedChange roleQuota() {
        quota = new Patch.Removed<>();
        return this;
    }

    public AskedChange networks(String... asked) {
        networks = new Patch.Changed<>(List.of(asked));
        return this;
    }

    public AskedChange anyNetworks() {
        networks = new Patch.Removed<>();
        return this;
    }

    public AskedChange metadata(Map<String, Patch<String>> asked) {
        metadata = new Patch.Changed<>(asked);
        return this;
    }

    public AskedChange noMetadata() {
        metadata = new Patch.Removed<>();
        return this;
    }

    public UpdateKeyCommand build() {
        return new UpdateKeyCommand(
                name, scopes, expiresInDays, expiresAt, maxExpiresAt, rate, quota, networks, metadata);
    }
}
