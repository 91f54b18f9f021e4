package dev.keysmith.local.secrets;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One version of a secret.
 *
 * @param id its id: the ClientRequestToken of who made it
 * @param payload what it holds; null for the version of a rotation that has made none yet
 * @param createdAt when it was made
 * @param stages its staging labels, sorted; a version without one is deprecated
 */
record SecretVersion(String id, @Nullable SecretPayload payload, Instant createdAt, Set<String> stages) {

    SecretVersion {
        stages = Collections.unmodifiableSet(new TreeSet<>(stages));
    }

    SecretVersion with(String stage) {
        Set<String> more = new TreeSet<>(stages);
        more.add(stage);
        return new SecretVersion(id, payload, createdAt, more);
    }

    SecretVersion without(String stage) {
        Set<String> fewer = new TreeSet<>(stages);
        fewer.remove(stage);
        return new SecretVersion(id, payload, createdAt, fewer);
    }
}
