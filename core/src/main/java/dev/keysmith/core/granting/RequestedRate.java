package dev.keysmith.core.granting;

/**
 * A rate that is asked for.
 *
 * @param requests how many requests
 * @param windowSeconds over how many seconds
 */
public record RequestedRate(int requests, long windowSeconds) {}
