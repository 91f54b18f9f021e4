package dev.keysmith.blueprint;

import java.util.List;

/**
 * The names of one deployment's parts.
 *
 * @param keysTable the table of keys
 * @param stateTable the table of owners and other state that is no key
 * @param verificationSecret the secret that verifies: peppers and public keys
 * @param signingSecret the secret that signs: private keys
 * @param ledgerSecret the secret that chains the ledger's events
 * @param database how the ledger's database is come to
 * @param ledgerStore where dead letters and checkpoints are kept: {@code s3://bucket} or {@code s3://bucket/prefix}
 * @param adminKeySecret the secret that holds the first admin key
 * @param keyPrefix what every key of this deployment begins with
 * @param issuer who signs its tokens: {@code iss}
 * @param audience Keysmith's own API as the audience of tokens: {@code aud}
 * @param furtherAudiences what else a token may be minted for: the APIs that other authorizers guard
 */
public record Naming(
        String keysTable,
        String stateTable,
        String verificationSecret,
        String signingSecret,
        String ledgerSecret,
        DatabaseAccess database,
        String ledgerStore,
        String adminKeySecret,
        String keyPrefix,
        String issuer,
        String audience,
        List<String> furtherAudiences) {

    public Naming {
        furtherAudiences = List.copyOf(furtherAudiences);
    }

    /** The names of the local stack. */
    public static Naming standard() {
        return new Naming(
                "keysmith-keys",
                "keysmith-state",
                "keysmith/verification",
                "keysmith/signing",
                "keysmith/ledger",
                new DatabaseAccess.Passwords(
                        "keysmith/database/owner", "keysmith/database/writer", "keysmith/database/reader"),
                "s3://keysmith-ledger",
                "keysmith/admin-key",
                "ks",
                "https://keysmith.localhost",
                "https://keysmith.localhost/v1",
                List.of("https://api.localhost"));
    }
}
