package dev.keysmith.functions.api.body;

import java.util.List;
import java.util.Map;

/** A JSON value (RFC 8259), with whole numbers told apart from others. */
sealed interface Json {

    /** An object; its names are in the order of the text, and each is there once. */
    record Members(Map<String, Json> values) implements Json {}

    record Items(List<Json> values) implements Json {}

    record Text(String value) implements Json {}

    record Whole(long value) implements Json {}

    /** A number with a fraction or an exponent, or one beyond 64 bits. */
    record Other() implements Json {}

    record Flag(boolean value) implements Json {}

    record Null() implements Json {}
}
