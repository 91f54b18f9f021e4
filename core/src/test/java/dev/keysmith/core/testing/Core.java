package dev.keysmith.core.testing;

import dev.keysmith.core.access.Owner;
import dev.keysmith.core.access.Roles;
import dev.keysmith.core.bootstrap.FirstAdminKey;
import dev.keysmith.core.credential.Credential;
import dev.keysmith.core.credential.CredentialVerifier;
import dev.keysmith.core.credential.KeyRecords;
import dev.keysmith.core.credential.PresentedCredentialReader;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.credential.ReadRecords;
import dev.keysmith.core.credential.Verification;
import dev.keysmith.core.granting.RequestedGrant;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.issuing.KeyAllowance;
import dev.keysmith.core.issuing.KeyImporter;
import dev.keysmith.core.issuing.KeyIssuer;
import dev.keysmith.core.jwk.JwsAlgorithm;
import dev.keysmith.core.key.Actor;
import dev.keysmith.core.key.ApiKey;
import dev.keysmith.core.key.ApiKeyFormat;
import dev.keysmith.core.key.ImportPatterns;
import dev.keysmith.core.key.IssuedKey;
import dev.keysmith.core.key.KeyHasher;
import dev.keysmith.core.key.KeyId;
import dev.keysmith.core.key.KeyIndex;
import dev.keysmith.core.key.KeyRepository;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.key.PepperUsage;
import dev.keysmith.core.key.RefreshWindow;
import dev.keysmith.core.key.RepeatableKeyWrites;
import dev.keysmith.core.key.RequestOrigin;
import dev.keysmith.core.key.dynamodb.DynamoDbKeys;
import dev.keysmith.core.meter.LeaseKeeper;
import dev.keysmith.core.meter.Meters;
import dev.keysmith.core.meter.dynamodb.MetersInDynamoDb;
import dev.keysmith.core.minting.MintResult;
import dev.keysmith.core.minting.RequestedToken;
import dev.keysmith.core.minting.TokenMinter;
import dev.keysmith.core.owner.OwnerRepository;
import dev.keysmith.core.owner.dynamodb.DynamoDbOwners;
import dev.keysmith.core.reading.KeyReader;
import dev.keysmith.core.refreshing.KeyRefresher;
import dev.keysmith.core.refreshing.SignedKeyRefresher;
import dev.keysmith.core.replay.IdempotencyKey;
import dev.keysmith.core.replay.Repeatable;
import dev.keysmith.core.replay.RepeatableRequest;
import dev.keysmith.core.replay.ReplayRepository;
import dev.keysmith.core.replay.Replays;
import dev.keysmith.core.replay.dynamodb.DynamoDbReplays;
import dev.keysmith.core.revoking.DescendantRevoker;
import dev.keysmith.core.revoking.KeyRevoker;
import dev.keysmith.core.revoking.OwnerRevoker;
import dev.keysmith.core.revoking.Sweeper;
import dev.keysmith.core.revoking.TokenRevoker;
import dev.keysmith.core.rotating.KeyRotator;
import dev.keysmith.core.rotating.SecretReplacer;
import dev.keysmith.core.secret.SecretAges;
import dev.keysmith.core.secret.VerificationSecret;
import dev.keysmith.core.secret.VerificationSecretCache;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.core.time.Clocks;
import dev.keysmith.core.token.JwtSettings;
import dev.keysmith.core.token.JwtVerifier;
import dev.keysmith.core.token.KeyMint;
import dev.keysmith.core.updating.KeyUpdater;
import io.micronaut.core.value.MapPropertyResolver;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The whole core on tables of its own in DynamoDB Local, with a clock that tests move. */
public final class Core {

    public static final RequestOrigin ORIGIN = new RequestOrigin("request-1", "192.0.2.1");

    public static final String ISSUER = "https://keys.example.com";
    public static final String AUDIENCE = "our-api";

    public final TestClock clock = new TestClock();
    public final SecureRandom random;
    public final AwsCalls calls = new AwsCalls();
    public final DynamoDbClient dynamoDb = DynamoDbLocal.client(calls);
    public final TestSecretSource secretSource;
    public final String keysTable;
    public final String stateTable;
    public final Roles roles;
    public final ApiKeyFormat format;
    public final TestSigningKey signingKey;
    public final TestSigner signer;
    public final VerificationSecretCache secrets;
    public final KeyHasher hasher;
    public final JwtVerifier jwtVerifier;
    public final KeyMint mint;
    public final TokenMinter minter;
    public final KeyRepository keys;
    public final KeyIndex index;
    public final PepperUsage pepperUsage;
    public final RepeatableKeyWrites repeatableWrites;
    public final OwnerRepository owners;
    public final Meters meters;
    public final Clocks clocks;
    public final LeaseKeeper leases;
    public final ReplayRepository replayRepository;
    public final Replays replays;
    private final PresentedCredentialReader credentialReader;
    public final CredentialVerifier verifier;
    public final KeyIssuer issuer;
    public final KeyImporter importer;
    public final SecretReplacer replacer;
    public final KeyRotator rotator;
    public final KeyRefresher refresher;
    public final KeyUpdater updater;
    public final TokenRevoker tokenRevoker;
    public final KeyRevoker revoker;
    public final OwnerRevoker ownerRevoker;
    public final DescendantRevoker descendantRevoker;
    public final KeyReader reader;
    public final FirstAdminKey firstAdminKey;

    public Core(Map<String, Object> overrides) {
        this(overrides, new SecureRandom());
    }

    /** One whose key ids and secrets come from this. */
    public Core(Map<String, Object> overrides, SecureRandom random) {
        this.random = random;
        VerificationSecret secret = VerificationSecret.first(random, clock.instant());
        signingKey = TestSigningKey.generate(secret.newKid(random), JwsAlgorithm.ES256);
        secretSource = new TestSecretSource(
                secret.with(signingKey.verificationKey(clock.instant())).toText());
        String name = UUID.randomUUID().toString();
        keysTable = "keys-" + name;
        stateTable = "state-" + name;
        Map<String, Object> properties = new HashMap<>(Map.of(
                "keysmith.keys-table",
                keysTable,
                "keysmith.state-table",
                stateTable,
                "keysmith.import-patterns",
                "[0-9a-fA-F]{64}\nkaa_[0-9a-f]{64}",
                "keysmith.verification-secret",
                "verification",
                "keysmith.issuer",
                ISSUER,
                "keysmith.audiences",
                AUDIENCE + " other-audience"));
        properties.putAll(overrides);
        Settings settings = new Settings(new MapPropertyResolver(properties));
        DynamoDbLocal.createKeysTable(dynamoDb, keysTable);
        DynamoDbLocal.createStateTable(dynamoDb, stateTable);
        roles = new Roles(settings);
        format = new ApiKeyFormat(settings);
        secrets = new VerificationSecretCache(secretSource, new SecretAges(settings), clock, settings);
        hasher = new KeyHasher(secrets);
        JwtSettings jwts = new JwtSettings(settings);
        jwtVerifier = new JwtVerifier(secrets, jwts, clock);
        signer = new TestSigner(secrets, signingKey);
        mint = new KeyMint(format, signer, jwts, clock, random);
        keys = DynamoDbKeys.repository(dynamoDb, settings);
        meters = MetersInDynamoDb.meters(dynamoDb, settings);
        clocks = new Clocks(clock, clock::nanos);
        leases = new LeaseKeeper(meters, settings, clocks, random, units -> {});
        owners = DynamoDbOwners.repository(dynamoDb, settings);
        index = DynamoDbKeys.index(dynamoDb, settings);
        pepperUsage = DynamoDbKeys.pepperUsage(dynamoDb, settings);
        repeatableWrites = DynamoDbKeys.repeatableWrites(dynamoDb, settings);
        replayRepository = DynamoDbReplays.repository(dynamoDb, settings);
        replays = new Replays(replayRepository, clock, random);
        ImportPatterns patterns = new ImportPatterns(settings);
        KeyAllowance allowance = new KeyAllowance(owners, index, clock, settings);
        Sweeper sweeper = new Sweeper(index, keys, clock, settings);
        credentialReader = new PresentedCredentialReader(format, jwtVerifier, jwts, patterns, hasher);
        verifier = verifier(new ReadRecords(keys));
        issuer = new KeyIssuer(mint, hasher, keys, repeatableWrites, replays, allowance, roles, clock);
        importer = new KeyImporter(patterns, hasher, keys, allowance, roles, clock);
        replacer = new SecretReplacer(mint, hasher, keys, repeatableWrites, replays);
        rotator = new KeyRotator(mint, replacer, keys, roles, clock);
        RefreshWindow window = new RefreshWindow(settings);
        refresher = new KeyRefresher(keys, new SignedKeyRefresher(replacer, keys, window, clock), window, clock);
        minter = new TokenMinter(signer, jwts, clock, random);
        updater = new KeyUpdater(keys, roles, clock);
        tokenRevoker = new TokenRevoker(keys, jwts, clock);
        revoker = new KeyRevoker(keys, verifier, tokenRevoker, meters, clock);
        ownerRevoker = new OwnerRevoker(owners, keys, sweeper, clock);
        descendantRevoker = new DescendantRevoker(revoker, sweeper, clock);
        reader = new KeyReader(keys, index);
        firstAdminKey = new FirstAdminKey(format, hasher, keys, roles, clock, random);
        calls.take();
    }

    public Core() {
        this(Map.of());
    }

    /** A verifier that judges by these records. */
    public CredentialVerifier verifier(KeyRecords records) {
        return new CredentialVerifier(credentialReader, keys, hasher, clock, records);
    }

    /** What verifying this text says now. */
    public Verification verify(String text) {
        return verify(text, ORIGIN.sourceIp());
    }

    /** What verifying this text says of a request from this address. */
    public Verification verify(String text, String sourceIp) {
        return verifier.verify(new Credential.Presented(text), Optional.of(sourceIp));
    }

    /** What an item of the table of keys holds. */
    public Map<String, AttributeValue> item(KeyId keyId) {
        return dynamoDb.getItem(
                        get -> get.tableName(keysTable).key(Map.of("key_id", AttributeValue.fromS(keyId.value()))))
                .item();
    }

    /** Who presents this key; it must be good. */
    public Principal principal(OwnKey key) {
        return principal(key.reveal());
    }

    /** Who presents this credential; it must be good. */
    public Principal principal(String credential) {
        return ((Verification.Verified) verify(credential)).principal();
    }

    /** A token of all that this key may. */
    public String token(Principal key) {
        return mint(key, new RequestedToken(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** A token as asked for; the key must be able to give it. */
    public String mint(Principal key, RequestedToken asked) {
        return ((MintResult.Minted) minter.mint(key, asked)).accessToken();
    }

    /** The first admin, freshly made. */
    public Principal admin() {
        return principal(firstAdminKey.issue());
    }

    /** A key of the owner {@code changers}, which makes changes. */
    public static Actor actor(String keyId) {
        return Actor.of(new KeyId(keyId), new Owner("changers"));
    }

    /** A request that no other has made. */
    public static RequestOrigin origin() {
        return new RequestOrigin(UUID.randomUUID().toString(), ORIGIN.sourceIp());
    }

    /** A request that its caller may repeat under this idempotency key; its answer is the new key's text. */
    public static Repeatable<IssuedKey> repeatable(OwnKey caller, String idempotencyKey, String asked) {
        return new Repeatable<>(
                new RepeatableRequest(
                        caller.keyId().value(),
                        caller.reveal(),
                        new IdempotencyKey(idempotencyKey),
                        asked.getBytes(StandardCharsets.UTF_8)),
                issued -> issued.key().reveal().getBytes(StandardCharsets.UTF_8));
    }

    /** A key of this owner, with these scopes or, where none are named, its role's; the issuer must be able to give it. */
    public ApiKey issue(Principal by, String owner, String... scopes) {
        Asked asked = Asked.forKey().owner(owner);
        return (ApiKey) issue(by, (scopes.length == 0 ? asked : asked.scopes(scopes)).build())
                .key();
    }

    /** A key as asked for; the issuer must be able to give it. */
    public IssuedKey issue(Principal by, RequestedGrant asked) {
        return switch (issuer.issue(by, asked, origin(), Optional.empty())) {
            case IssueResult.Issued(IssuedKey issued) -> issued;
            case IssueResult.Refused refused -> throw new AssertionError(refused.toString());
            case IssueResult.Replayed _ -> throw new AssertionError("replayed");
        };
    }
}
