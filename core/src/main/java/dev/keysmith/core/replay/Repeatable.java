package dev.keysmith.core.replay;

import java.util.function.Function;

/**
 * What lets a request be repeated: its name, and how its answer is written.
 *
 * @param request the request
 * @param encoder makes the answer that is kept of what was done
 * @param <T> what was done
 */
public record Repeatable<T>(RepeatableRequest request, Function<T, byte[]> encoder) {}
