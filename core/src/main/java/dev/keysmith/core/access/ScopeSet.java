package dev.keysmith.core.access;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A set of scopes, sorted by their text.
 *
 * @param scopes the scopes; unmodifiable
 */
public record ScopeSet(SortedSet<Scope> scopes) {

    /** The most scopes that a key, token or role may hold. What two of them have in common may be twice as many. */
    public static final int MAX_SIZE = 50;

    private static final Scope ISSUE = new Scope("keys:issue");
    private static final Scope IMPORT = new Scope("keys:import");

    public ScopeSet {
        if (scopes.size() > 2 * MAX_SIZE) {
            throw new IllegalArgumentException("more than " + 2 * MAX_SIZE + " scopes");
        }
        scopes = Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
    }

    public static ScopeSet of(Collection<Scope> scopes) {
        return new ScopeSet(new TreeSet<>(scopes));
    }

    /** The set of scopes in a space-separated text (RFC 6749 section 3.3); throws where one is no scope. */
    public static ScopeSet parse(String text) {
        return of(
                text.isBlank()
                        ? List.of()
                        : List.of(text.strip().split(" +")).stream()
                                .map(Scope::new)
                                .toList());
    }

    /** Whether the set holds this scope, itself or by a wildcard. */
    public boolean covers(Scope scope) {
        return scopes.stream().anyMatch(own -> own.implies(scope));
    }

    /** Whether they let who holds them issue or import keys. */
    public boolean letIssue() {
        return covers(ISSUE) || covers(IMPORT);
    }

    /** Whether the set holds all of these. */
    public boolean coversAll(ScopeSet other) {
        return firstNotCovered(other).isEmpty();
    }

    /** The first of the others that this set does not hold. */
    public Optional<Scope> firstNotCovered(ScopeSet other) {
        return other.scopes.stream().filter(scope -> !covers(scope)).findFirst();
    }

    /** Those of this set's scopes that another set does not hold. */
    public ScopeSet notCoveredBy(ScopeSet other) {
        return of(scopes.stream().filter(scope -> !other.covers(scope)).toList());
    }

    /** What both sets hold: of two scopes that imply one another, the narrower. */
    public ScopeSet intersectionWith(ScopeSet other) {
        return of(Stream.concat(
                        scopes.stream().filter(other::covers),
                        other.scopes.stream().filter(this::covers))
                .toList());
    }

    /** The scopes' texts, sorted. */
    public List<String> texts() {
        return scopes.stream().map(Scope::value).toList();
    }

    /** The scopes, space-separated (RFC 6749 section 3.3). */
    @Override
    public String toString() {
        return scopes.stream().map(Scope::value).collect(Collectors.joining(" "));
    }
}
