package dev.keysmith.authorizer;

import io.micronaut.inject.BeanDefinitionReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The beans that the authorizer is made of, by the names of the definitions that Micronaut's compiler wrote. Left to itself, the
 * container opens every jar in search of definitions, and loads those of all that {@code core} has for the functions as well.
 */
final class AuthorizerBeans {

    static final List<String> DEFINITIONS = List.of(
            "dev.keysmith.authorizer.$AnonymousAccess$Definition",
            "dev.keysmith.authorizer.$Authorizer$Definition",
            "dev.keysmith.authorizer.$KeptRecords$Definition",
            "dev.keysmith.authorizer.$Metrics$Definition",
            "dev.keysmith.authorizer.$ResponseWriter$Definition",
            "dev.keysmith.authorizer.$RouteTable$Definition",
            "dev.keysmith.core.access.$Roles$Definition",
            "dev.keysmith.core.aws.$AwsClients$Definition",
            "dev.keysmith.core.aws.$AwsClients$Credentials1$Definition",
            "dev.keysmith.core.aws.$AwsClients$DynamoDb2$Definition",
            "dev.keysmith.core.aws.$AwsClients$HttpClient0$Definition",
            "dev.keysmith.core.aws.$AwsClients$SecretsManager3$Definition",
            "dev.keysmith.core.credential.$CredentialReader$Definition",
            "dev.keysmith.core.credential.$CredentialVerifier$Definition",
            "dev.keysmith.core.credential.$PresentedCredentialReader$Definition",
            "dev.keysmith.core.key.$ApiKeyFormat$Definition",
            "dev.keysmith.core.key.$ImportPatterns$Definition",
            "dev.keysmith.core.key.$KeyHasher$Definition",
            "dev.keysmith.core.key.dynamodb.$DynamoDbKeyRepository$Definition",
            "dev.keysmith.core.key.dynamodb.$KeyTable$Definition",
            "dev.keysmith.core.meter.$LeaseKeeper$Definition",
            "dev.keysmith.core.meter.dynamodb.$DynamoDbMeters$Definition",
            "dev.keysmith.core.secret.$SecretAges$Definition",
            "dev.keysmith.core.secret.$VerificationSecretCache$Definition",
            "dev.keysmith.core.secret.secretsmanager.$SecretsManagerSecretSource$Definition",
            "dev.keysmith.core.settings.$Settings$Definition",
            "dev.keysmith.core.time.$TimeAndRandomness$Definition",
            "dev.keysmith.core.time.$TimeAndRandomness$Clock0$Definition",
            "dev.keysmith.core.time.$TimeAndRandomness$Clocks1$Definition",
            "dev.keysmith.core.time.$TimeAndRandomness$Random2$Definition",
            "dev.keysmith.core.token.$JwtSettings$Definition",
            "dev.keysmith.core.token.$JwtVerifier$Definition",
            "io.micronaut.inject.provider.JakartaProviderBeanDefinition");

    private AuthorizerBeans() {}

    /** Loads them. Throws {@link IllegalStateException} where one of them is no more. */
    @SuppressWarnings("rawtypes") // As Micronaut declares it.
    static List<BeanDefinitionReference> load() {
        List<BeanDefinitionReference> references = new ArrayList<>(DEFINITIONS.size());
        for (String definition : DEFINITIONS) {
            try {
                references.add((BeanDefinitionReference)
                        Class.forName(definition).getDeclaredConstructor().newInstance());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("no bean definition " + definition, e);
            }
        }
        return references;
    }
}
