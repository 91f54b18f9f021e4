package dev.keysmith.functions.revoke;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.micronaut.serde.annotation.Serdeable;

/**
 * An owner whose keys are revoked, on the wire.
 *
 * @param owner the owner
 * @param sweep how far it has come
 */
@Serdeable.Serializable
record RevokeOwnerResponse(String owner, @JsonUnwrapped SweepView sweep) {}
