package dev.keysmith.functions.api.body;

/** Bytes that are no JSON object of ours, with the place and a public text. Its message repeats nothing of them. */
final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1;

    private final String pointer;
    private final String requirement;

    MalformedJsonException(String pointer, String requirement) {
        super(requirement, null, false, false);
        this.pointer = pointer;
        this.requirement = requirement;
    }

    String pointer() {
        return pointer;
    }

    String requirement() {
        return requirement;
    }
}
