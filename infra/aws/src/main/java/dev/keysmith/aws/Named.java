package dev.keysmith.aws;

import java.util.Map;

/** Looks up parts of a deployment by their names. */
public final class Named {

    private Named() {}

    /**
     * The thing of this name.
     *
     * @param kind what kind of thing it is, for the message
     * @throws IllegalArgumentException where it is not there
     */
    public static <T> T get(Map<String, T> things, String kind, String name) {
        T thing = things.get(name);
        if (thing == null) {
            throw new IllegalArgumentException("there is no " + kind + " " + name);
        }
        return thing;
    }
}
