package dev.keysmith.core.testing.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A key as the model knows it. */
record ModelKey(
        String id,
        Origin origin,
        Content content,
        Term term,
        Proof proof,
        Denials denials,
        Optional<Revocation> revocation,
        Optional<Instant> deletedAt,
        long version) {

    /** What never changes. */
    record Origin(
            String owner,
            String role,
            String environment,
            Instant createdAt,
            Optional<String> issuedBy,
            Duration refreshLifetime) {}

    /** What an updater may change freely. */
    record Content(
            String name,
            Set<String> scopes,
            Optional<Rate> rate,
            Optional<Long> quota,
            List<String> networks,
            Map<String, String> metadata) {}

    /** How long it is good. */
    record Term(Instant expiresAt, Duration lifetime, Instant maxExpiresAt) {}

    /** Which of its secrets prove it: the one of this generation, and the one before until the grace ends. */
    record Proof(String format, int generation, Instant rotatedAt, Instant graceEndsAt) {}

    /** Its end. */
    record Revocation(Instant at, String by, Optional<String> reason) {}

    static ModelKey issued(String id, String format, Origin origin, Content content, Term term) {
        Proof proof = new Proof(format, 0, Instant.MIN, Instant.MIN);
        return new ModelKey(id, origin, content, term, proof, Denials.NONE, Optional.empty(), Optional.empty(), 1);
    }

    ModelKey updated(Content newContent, Term newTerm) {
        return new ModelKey(id, origin, newContent, newTerm, proof, denials, revocation, deletedAt, version + 1);
    }

    ModelKey proved(Proof newProof) {
        return new ModelKey(id, origin, content, term, newProof, denials, revocation, deletedAt, version + 1);
    }

    ModelKey renewed(Instant expiresAt, Proof newProof) {
        Term newTerm = new Term(expiresAt, term.lifetime(), term.maxExpiresAt());
        return new ModelKey(id, origin, content, newTerm, newProof, denials, revocation, deletedAt, version + 1);
    }

    ModelKey denying(Denials more) {
        return new ModelKey(id, origin, content, term, proof, more, revocation, deletedAt, version + 1);
    }

    ModelKey revoked(Revocation end) {
        return new ModelKey(id, origin, content, term, proof, denials, Optional.of(end), deletedAt, version + 1);
    }

    ModelKey deleted(Instant at) {
        return new ModelKey(id, origin, content, term, proof, denials, revocation, Optional.of(at), version + 1);
    }

    /** Whether it is in JWT form. */
    boolean isSigned() {
        return proof.format().equals("jwt");
    }

    boolean isActive() {
        return revocation.isEmpty() && deletedAt.isEmpty();
    }

    boolean isGoodAt(Instant at) {
        return isActive() && at.isBefore(term.expiresAt());
    }

    boolean isInGraceAt(Instant at) {
        return at.isBefore(proof.graceEndsAt());
    }

    boolean holds(String scope) {
        return Scopes.holds(content.scopes(), scope);
    }

    /** Whether the secret of this generation is accepted, as far as that goes. */
    boolean accepts(int generation, Instant at) {
        int age = proof.generation() - generation;
        return age == 0 || (age == 1 && isInGraceAt(at));
    }

    Duration maxAge() {
        return Duration.between(origin.createdAt(), term.maxExpiresAt());
    }

    /** When the store may remove it. */
    boolean isPastRetentionAt(Instant at) {
        Instant end = deletedAt.orElse(term.expiresAt());
        return at.getEpochSecond() > end.plus(Terms.RETENTION).getEpochSecond();
    }

    Optional<Instant> refreshAfter() {
        if (!term.expiresAt().isBefore(term.maxExpiresAt())) {
            return Optional.empty();
        }
        Duration before = origin.refreshLifetime().compareTo(Terms.REFRESH_WINDOW) < 0
                ? origin.refreshLifetime()
                : Terms.REFRESH_WINDOW;
        Instant opens = term.expiresAt().minus(before);
        return Optional.of(opens.isBefore(origin.createdAt()) ? origin.createdAt() : opens);
    }

    Shown shownAt(Instant at) {
        return new Shown(
                id,
                content.name(),
                origin.owner(),
                origin.role(),
                content.scopes(),
                origin.environment(),
                proof.format(),
                revocation.isPresent() ? "revoked" : isGoodAt(at) ? "active" : "expired",
                origin.createdAt(),
                term.expiresAt(),
                term.maxExpiresAt(),
                refreshAfter(),
                Optional.of(proof.graceEndsAt()).filter(end -> isGoodAt(at) && isInGraceAt(at)),
                content.rate(),
                content.quota(),
                content.networks(),
                content.metadata(),
                origin.issuedBy(),
                revocation.map(Revocation::at),
                revocation.map(Revocation::by),
                revocation.flatMap(Revocation::reason),
                Optional.of(version));
    }

    @Override
    public String toString() {
        return id + "@" + version;
    }
}
