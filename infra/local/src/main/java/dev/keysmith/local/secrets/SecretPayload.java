package dev.keysmith.local.secrets;

/**
 * What a version of a secret holds. Its {@link #toString()} shows none of it.
 *
 * @param kind whether it was given as text or as bytes
 * @param text the text, or the bytes in base64 as they are on the wire
 */
record SecretPayload(Kind kind, String text) {

    /** How a value was given; each has a field of its own on the wire. */
    enum Kind {
        STRING("SecretString"),
        BINARY("SecretBinary");

        private final String field;

        Kind(String field) {
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    @Override
    public String toString() {
        return "SecretPayload[" + kind + "]";
    }
}
