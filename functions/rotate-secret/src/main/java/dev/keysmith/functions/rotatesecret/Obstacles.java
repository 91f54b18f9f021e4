package dev.keysmith.functions.rotatesecret;

/** Why a rotation can't end. */
final class Obstacles {

    static final String CHANGED = "the secret was changed meanwhile";
    static final String TOO_LATE =
            "it took so long that what is new would be used before everybody knows it (KEYSMITH_ROTATION_SLACK)";

    private Obstacles() {}
}
