package dev.keysmith.signing.bootstrap;

/**
 * The secrets that need a first value, each by its name or ARN.
 *
 * @param verification peppers and public keys
 * @param signing private keys
 * @param ledger the keys that chain the ledger's events
 */
public record SecretNames(String verification, String signing, String ledger) {}
