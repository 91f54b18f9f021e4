package dev.keysmith.core.testing;

import dev.keysmith.core.access.Roles;
import dev.keysmith.core.bootstrap.FirstAdminKey;
import dev.keysmith.core.bootstrap.FirstVerificationSecret;
import dev.keysmith.core.credential.Credential;
import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.issuing.IssueKeyCommand;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.issuing.KeyIssuer;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyFormat;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.dynamodb.DynamoDbKeys;
import dev.keysmith.core.owner.OwnerRepository;
import dev.keysmith.core.owner.dynamodb.DynamoDbOwners;
import dev.keysmith.core.reading.KeyReader;
import dev.keysmith.core.revoking.KeyRevoker;
import dev.keysmith.core.secret.VerificationSecretCache;
import dev.keysmith.core.settings.Settings;
import io.micronaut.core.value.MapPropertyResolver;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The whole core on tables of its own in DynamoDB Local, with a clock that tests move. */
public final class Core {

    public static final RequestOrigin ORIGIN = new RequestOrigin("request-1", "192.0.2.1");

    public final TestClock clock = new TestClock();
    public final SecureRandom random = new SecureRandom();
    public final AwsCalls calls = new AwsCalls();
    public final DynamoDbClient dynamoDb = DynamoDbLocal.client(calls);
    public final TestSecretSource secretSource =
            new TestSecretSource(FirstVerificationSecret.generate(random, clock.instant()));
    public final String keysTable;
    public final Roles roles;
    public final ApiKeyFormat format;
    public final KeyHasher hasher;
    public final KeyRepository keys;
    public final OwnerRepository owners;
    public final CredentialVerifier verifier;
    public final KeyIssuer issuer;
    public final KeyRevoker revoker;
    public final KeyReader reader;
    public final FirstAdminKey firstAdminKey;

    public Core(Map<String, Object> overrides) {
        String name = UUID.randomUUID().toString();
        keysTable = "keys-" + name;
        Map<String, Object> properties = new HashMap<>(Map.of(
                "keysmith.keys-table",
                keysTable,
                "keysmith.state-table",
                "state-" + name,
                "keysmith.verification-secret",
                "verification"));
        properties.putAll(overrides);
        Settings settings = new Settings(new MapPropertyResolver(properties));
        DynamoDbLocal.createTable(dynamoDb, keysTable, "key_id");
        DynamoDbLocal.createTable(dynamoDb, "state-" + name, "pk");
        roles = new Roles(settings);
        format = new ApiKeyFormat(settings);
        hasher = new KeyHasher(new VerificationSecretCache(secretSource, clock, settings));
        keys = DynamoDbKeys.repository(dynamoDb, settings);
        owners = DynamoDbOwners.repository(dynamoDb, settings);
        verifier = new CredentialVerifier(format, keys, hasher, clock);
        issuer = new KeyIssuer(format, hasher, keys, owners, roles, clock, random, settings);
        revoker = new KeyRevoker(keys, verifier, format, clock);
        reader = new KeyReader(keys);
        firstAdminKey = new FirstAdminKey(format, hasher, keys, roles, clock, random);
        calls.take();
    }

    public Core() {
        this(Map.of());
    }

    /** What verifying this text says now. */
    public Verification verify(String text) {
        return verifier.verify(new Credential.Presented(text));
    }

    /** Who presents this key; it must be good. */
    public Principal principal(ApiKey key) {
        return ((Verification.Verified) verify(key.reveal())).principal();
    }

    /** The first admin, freshly made. */
    public Principal admin() {
        return principal(firstAdminKey.issue());
    }

    /** A key of this owner, with these scopes or, where none are named, its role's; the issuer must be able to give it. */
    public ApiKey issue(Principal by, String owner, String... scopes) {
        IssueKeyCommand command = new IssueKeyCommand(
                "a key",
                Optional.of(owner),
                Optional.empty(),
                scopes.length == 0 ? Optional.empty() : Optional.of(List.of(scopes)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return ((IssueResult.Issued) issuer.issue(by, command, ORIGIN)).key();
    }

    /** A command that asks for nothing but a name. */
    public static IssueKeyCommand named(String name) {
        return new IssueKeyCommand(
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }
}
