package dev.keysmith.local.provision;

import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.core.bootstrap.FirstAdminKey;
import dev.keysmith.core.bootstrap.SecretValues;
import dev.keysmith.core.credential.Credential;
import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.local.aws.AwsEndpoints;
import dev.keysmith.local.dynamodb.Tables;
import dev.keysmith.signing.bootstrap.FirstValues;
import dev.keysmith.signing.bootstrap.SecretNames;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Makes what a deployment needs before its first call, where it is not there yet: tables, secrets, the first admin key. */
public final class Provisioning {

    private Provisioning() {}

    /**
     * Provisions this blueprint at these endpoints. Doing it again keeps what is there; an admin key that is no longer accepted
     * is followed by a new one.
     *
     * @return the whole admin key
     */
    public static String provision(Blueprint blueprint, AwsEndpoints endpoints) {
        try (ApplicationContext core = core(blueprint, endpoints)) {
            Tables tables = new Tables(core.getBean(DynamoDbClient.class));
            blueprint.tables().forEach(tables::ensure);
            SecretsManagerClient secrets = core.getBean(SecretsManagerClient.class);
            Naming naming = blueprint.naming();
            ProvisionedSecrets.ensure(secrets, naming);
            new FirstValues(
                            core.getBean(SecretValues.class),
                            new SecretNames(naming.verificationSecret(), naming.signingSecret(), naming.ledgerSecret()),
                            JwsAlgorithm.RS256,
                            core.getBean(SecureRandom.class),
                            core.getBean(InstantSource.class))
                    .ensure();
            return ensureAdminKey(secrets, naming.adminKeySecret(), core);
        }
    }

    /** On AWS a key that is no longer accepted is left as it is; a developer wants one that works. */
    private static String ensureAdminKey(SecretsManagerClient secrets, String name, ApplicationContext core) {
        Optional<String> kept = ProvisionedSecrets.find(secrets, name);
        if (kept.isPresent() && isAccepted(kept.get(), core)) {
            return kept.get();
        }
        String fresh = core.getBean(FirstAdminKey.class).issue().reveal();
        secrets.putSecretValue(request -> request.secretId(name).secretString(fresh));
        return fresh;
    }

    private static boolean isAccepted(String key, ApplicationContext core) {
        return core.getBean(CredentialVerifier.class).verifyFromAnywhere(new Credential.Presented(key))
                instanceof Verification.Verified;
    }

    /** The core as the functions have it: with their settings, and nothing of what this process's environment holds. */
    private static ApplicationContext core(Blueprint blueprint, AwsEndpoints endpoints) {
        Map<String, Object> settings = new HashMap<>();
        for (FunctionSpec function : blueprint.functions()) {
            settings.putAll(function.environment());
        }
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .environmentPropertySource(false)
                .propertySources(
                        PropertySource.of(
                                "functions", settings, PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE),
                        PropertySource.of(
                                "endpoints",
                                Map.of(
                                        LocalClients.DYNAMODB, endpoints.dynamoDb(),
                                        LocalClients.SECRETS_MANAGER, endpoints.secretsManager())))
                .start();
    }
}
