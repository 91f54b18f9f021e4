package dev.keysmith.blueprint;

import java.time.Duration;

/**
 * A function that is invoked again and again.
 *
 * @param name its name within the deployment
 * @param function the name of the function
 * @param rate the time from one invocation to the next
 * @param input the event, as JSON
 */
public record ScheduleSpec(String name, String function, Duration rate, String input) {}
