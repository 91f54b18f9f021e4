package dev.keysmith.core.testing.model;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a revocation of many keys is about.
 *
 * @param may the keys that it may have revoked
 * @param must those that it must have revoked when it is done
 */
record Targets(List<ModelKey> may, List<ModelKey> must) {

    /** All keys of an owner. The caller's own goes last. */
    static Targets ofOwner(Collection<ModelKey> keys, String owner, Caller caller, boolean isDone) {
        List<ModelKey> all = keys.stream()
                .filter(ModelKey::isActive)
                .filter(key -> key.origin().owner().equals(owner))
                .filter(key -> isDone || !key.id().equals(caller.id()))
                .toList();
        return new Targets(all, all);
    }

    /** The keys that descend from one, of owners that the caller may act for; the caller's own is left alone. */
    static Targets issuedBy(String rootId, Collection<ModelKey> keys, Caller caller, Instant begunAt) {
        Set<String> reached = new HashSet<>(Set.of(rootId));
        Set<String> certain = new HashSet<>(Set.of(rootId));
        boolean hasMore = true;
        while (hasMore) {
            hasMore = false;
            for (ModelKey key : keys) {
                Optional<String> issuer = key.origin().issuedBy();
                if (issuer.filter(reached::contains).isPresent()) {
                    hasMore |= reached.add(key.id());
                }
                if (issuer.filter(certain::contains).isPresent() && isCertain(key, caller, begunAt)) {
                    hasMore |= certain.add(key.id());
                }
            }
        }
        List<ModelKey> may = keys.stream()
                .filter(ModelKey::isActive)
                .filter(key -> reached.contains(key.id()))
                .filter(key -> !key.id().equals(rootId) && !key.id().equals(caller.id()))
                .filter(key -> caller.mayActFor(key.origin().owner()))
                .toList();
        return new Targets(
                may, may.stream().filter(key -> certain.contains(key.id())).toList());
    }

    /**
     * Whether a key must be reached where its issuer is. A chain may leave what the caller sees, and come back; and what the
     * caller, who is left alone, goes on issuing may come too late.
     */
    private static boolean isCertain(ModelKey key, Caller caller, Instant begunAt) {
        boolean mayBeLate = key.origin().issuedBy().filter(caller.id()::equals).isPresent()
                && !key.origin().createdAt().isBefore(begunAt);
        return !mayBeLate && caller.mayActFor(key.origin().owner());
    }
}
