package dev.keysmith.core.snapshot;

import java.time.Instant;
import java.util.Map;

/** Makes up the secrets of a function that signs, for a rehearsal. What knows private keys implements it. */
@FunctionalInterface
public interface MadeUpSigning {

    /** The texts of a verification secret and of the signing secret that belongs to it, by the settings that name them; drawn anew. */
    Map<String, String> secrets(Instant now);
}
