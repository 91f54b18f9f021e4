package dev.keysmith.blueprint;

/**
 * One route of the HTTP API.
 *
 * @param method the HTTP method, upper case
 * @param resource the resource path as API Gateway writes it, e.g. {@code /v1/keys/{key_id}}
 * @param function the name of the function that answers
 * @param access who may call it
 */
public record RouteSpec(String method, String resource, String function, Access access) {}
