package dev.keysmith.core.meter;

/** Is told of each lease that an instance takes. */
@FunctionalInterface
public interface LeaseObserver {

    /** A lease of this many units was taken. */
    void leased(long units);
}
