package dev.keysmith.functions.revoke;

/** What a reason may be. */
final class Reason {

    static final String FORM = "(?s).{1,500}";
    static final String MESSAGE = "must have 1 to 500 characters";

    private Reason() {}
}
