package dev.keysmith.local.secrets;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A secret with its versions. A staging label is on at most one version.
 *
 * @param name its name
 * @param arn its ARN, which ends in a hyphen and six random characters
 * @param description what it is for
 * @param createdAt when it was made
 * @param changedAt when it or one of its versions last changed
 * @param rotation how it is rotated; null where that was never said
 * @param versions its versions, oldest first
 */
record Secret(
        String name,
        String arn,
        @Nullable String description,
        Instant createdAt,
        Instant changedAt,
        @Nullable SecretRotation rotation,
        List<SecretVersion> versions) {

    static final String CURRENT = "AWSCURRENT";
    static final String PENDING = "AWSPENDING";
    static final String PREVIOUS = "AWSPREVIOUS";

    private static final int ARN_SUFFIX = 7;

    Secret {
        versions = List.copyOf(versions);
    }

    /** Whether a request means this secret: by its name, its ARN, or its ARN without the random end. */
    boolean isNamed(String secretId) {
        return secretId.equals(name)
                || secretId.equals(arn)
                || secretId.equals(arn.substring(0, arn.length() - ARN_SUFFIX));
    }

    Optional<SecretVersion> version(String id) {
        return versions.stream().filter(version -> version.id().equals(id)).findFirst();
    }

    Optional<SecretVersion> versionAt(String stage) {
        return versions.stream()
                .filter(version -> version.stages().contains(stage))
                .findFirst();
    }

    /** The version of a rotation that has not ended: {@code AWSPENDING} is on it, and {@code AWSCURRENT} on another one. */
    Optional<SecretVersion> unfinished() {
        return versionAt(PENDING).filter(version -> !version.stages().contains(CURRENT));
    }

    Secret with(SecretRotation newRotation, Instant now) {
        return new Secret(name, arn, description, createdAt, now, newRotation, versions);
    }

    /** Without this version. */
    Secret without(String versionId, Instant now) {
        return changed(
                versions.stream()
                        .filter(version -> !version.id().equals(versionId))
                        .toList(),
                now);
    }

    /** With a value for a version that has none yet. */
    Secret fill(String versionId, SecretPayload payload, Instant now) {
        return changed(
                mapped(version -> version.id().equals(versionId)
                        ? new SecretVersion(versionId, payload, version.createdAt(), version.stages())
                        : version),
                now);
    }

    Secret add(SecretVersion version) {
        return changed(Stream.concat(versions.stream(), Stream.of(version)).toList(), version.createdAt());
    }

    /** Takes the label from the version that has it. */
    Secret detach(String stage, Instant now) {
        return changed(mapped(version -> version.without(stage)), now);
    }

    /**
     * Puts the label on this version and takes it from any other. The version that loses {@code AWSCURRENT} gets
     * {@code AWSPREVIOUS}, as Secrets Manager does by itself.
     */
    Secret attach(String stage, String versionId, Instant now) {
        Optional<SecretVersion> holder = versionAt(stage);
        Secret moved = changed(
                mapped(version -> version.id().equals(versionId) ? version.with(stage) : version.without(stage)), now);
        boolean leaves = holder.isPresent() && !holder.get().id().equals(versionId);
        return leaves && stage.equals(CURRENT)
                ? moved.attach(PREVIOUS, holder.get().id(), now)
                : moved;
    }

    private List<SecretVersion> mapped(UnaryOperator<SecretVersion> change) {
        return versions.stream().map(change).toList();
    }

    private Secret changed(List<SecretVersion> changed, Instant now) {
        return new Secret(name, arn, description, createdAt, now, rotation, changed);
    }
}
