package dev.keysmith.core.credential;

/** What a request presents as its credential. */
public sealed interface Credential {

    /** None. */
    record Missing() implements Credential {}

    /** More than one, or one twice: which one is meant is not for us to guess. */
    record Ambiguous() implements Credential {}

    /** One. Nothing is known of it yet; its text goes into no log. */
    record Presented(String text) implements Credential {
        @Override
        public String toString() {
            return "Presented[…]";
        }
    }
}
