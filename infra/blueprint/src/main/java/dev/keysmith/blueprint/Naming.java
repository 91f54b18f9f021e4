package dev.keysmith.blueprint;

/**
 * The names of one deployment's parts.
 *
 * @param keysTable the table of keys
 * @param stateTable the table of owners and other state that is no key
 * @param verificationSecret the secret that verifies: peppers and public keys
 * @param signingSecret the secret that signs: private keys
 * @param ledgerSecret the secret that chains the ledger's events
 * @param adminKeySecret the secret that holds the first admin key
 * @param keyPrefix what every key of this deployment begins with
 */
public record Naming(
        String keysTable,
        String stateTable,
        String verificationSecret,
        String signingSecret,
        String ledgerSecret,
        String adminKeySecret,
        String keyPrefix) {

    /** The names of the local stack. */
    public static Naming standard() {
        return new Naming(
                "keysmith-keys",
                "keysmith-state",
                "keysmith/verification",
                "keysmith/signing",
                "keysmith/ledger",
                "keysmith/admin-key",
                "ks");
    }
}
