package dev.keysmith.functions.rotatesecret;

/**
 * One step that Secrets Manager asks for.
 *
 * @param step the step
 * @param secretId the secret's ARN
 * @param token the id of the version that is to become current
 */
record RotationEvent(RotationStep step, String secretId, String token) {}
