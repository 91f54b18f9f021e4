package dev.keysmith.core.error;

/**
 * What is wrong with one field of a request.
 *
 * @param pointer a JSON pointer into the body (RFC 6901), e.g. {@code /scopes/2}
 * @param message a public text; it never repeats the value
 */
public record FieldError(String pointer, String message) {}
