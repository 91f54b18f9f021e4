package dev.keysmith.core.snapshot;

import java.io.IOException;

/**
 * What a function does before its snapshot is taken, so that everything it needs is loaded in it: its work, on made-up data, in
 * containers of beans of its own. Nothing of those outlives it, and the function's own beans stay untouched.
 */
@FunctionalInterface
public interface Rehearsal {

    /**
     * Runs it. What it throws is logged, and the snapshot is taken all the same.
     *
     * @param opened gets everything that has to be closed
     */
    void run(Opened opened) throws IOException;
}
