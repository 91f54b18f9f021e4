package dev.keysmith.local.streams;

/** Invokes a function with a batch, and waits for its end. */
@FunctionalInterface
public interface StreamConsumer {

    /**
     * Invokes it.
     *
     * @param function the function's name
     * @param event the batch, as Lambda makes its event
     * @return whether it succeeded; if not, the same batch comes again
     */
    boolean accept(String function, byte[] event);
}
