package dev.keysmith.aws.api;

/**
 * The most that API Gateway lets through.
 *
 * @param ratePerSecond requests per second
 * @param burst how many requests at once
 */
public record Throttle(int ratePerSecond, int burst) {

    /** Throws {@link IllegalArgumentException} where one of them is not positive. */
    public Throttle {
        if (ratePerSecond <= 0 || burst <= 0) {
            throw new IllegalArgumentException("a throttle lets something through");
        }
    }
}
