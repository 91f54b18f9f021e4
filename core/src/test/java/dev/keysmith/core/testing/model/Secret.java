package dev.keysmith.core.testing.model;

/**
 * What a caller presents: a key that was shown, or something that looks like one.
 *
 * @param name names it in messages
 * @param text what is presented
 */
public record Secret(String name, String text) {

    @Override
    public String toString() {
        return name;
    }
}
