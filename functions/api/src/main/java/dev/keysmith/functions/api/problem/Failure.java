package dev.keysmith.functions.api.problem;

/** The body of an answer that is an error. */
public sealed interface Failure permits Problem, OAuthError {

    /** The code on the wire. */
    String code();
}
