package dev.keysmith.functions.api.body;

/** JSON pointers (RFC 6901). */
final class Pointer {

    private Pointer() {}

    /** The pointer to a member or item of what the parent points to. */
    static String child(String parent, String token) {
        return parent + "/" + token.replace("~", "~0").replace("/", "~1");
    }
}
