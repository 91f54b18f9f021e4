package dev.keysmith.aws;

import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

/**
 * What an authorizer elsewhere needs of a deployment of Keysmith.
 *
 * @param keys the table of keys
 * @param state the table of meters and owners
 * @param verification the secret that verifies
 * @param encryptionKey the customer's key of tables and secret, where there is one
 * @param keyPrefix what every key begins with
 * @param issuer who signs tokens
 * @param shared the settings that have to be alike on all functions, by the name of the environment variable
 */
public record KeysmithReference(
        ITable keys,
        ITable state,
        ISecret verification,
        Optional<IKey> encryptionKey,
        String keyPrefix,
        String issuer,
        Map<String, String> shared) {

    public KeysmithReference {
        shared = Map.copyOf(shared);
    }

    /**
     * The deployment of this name, by the names of its parts. So no stack holds an export of another that it then could not change.
     *
     * @param scope where its parts are referred to
     * @param deployment the deployment's name, e.g. {@code keysmith}
     */
    public static KeysmithReference of(
            Construct scope, String deployment, String keyPrefix, String issuer, Map<String, String> shared) {
        return named(
                scope,
                deployment + "-keys",
                deployment + "-state",
                deployment + "/verification",
                Optional.empty(),
                keyPrefix,
                issuer,
                shared);
    }

    /** A deployment whose parts have these names. */
    static KeysmithReference named(
            Construct scope,
            String keysTable,
            String stateTable,
            String verificationSecret,
            Optional<IKey> encryptionKey,
            String keyPrefix,
            String issuer,
            Map<String, String> shared) {
        return new KeysmithReference(
                Table.fromTableName(scope, "KeysmithKeys", keysTable),
                Table.fromTableName(scope, "KeysmithState", stateTable),
                Secret.fromSecretNameV2(scope, "KeysmithVerification", verificationSecret),
                encryptionKey,
                keyPrefix,
                issuer,
                shared);
    }
}
