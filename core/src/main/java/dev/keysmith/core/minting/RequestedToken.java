package dev.keysmith.core.minting;

import java.util.Optional;

/**
 * What a caller asks for a token, as it asks for it.
 *
 * @param scope scopes, space-separated (RFC 6749 section 3.3), in place of all that the key has
 * @param expiresInSeconds its lifetime, in place of the longest
 * @param audience whom it is for, in place of the deployment's first audience
 */
public record RequestedToken(Optional<String> scope, Optional<Integer> expiresInSeconds, Optional<String> audience) {}
