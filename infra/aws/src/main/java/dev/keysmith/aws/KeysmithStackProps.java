package dev.keysmith.aws;

import dev.keysmith.aws.api.Throttle;
import dev.keysmith.aws.data.RestoredTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.dynamodb.WarmThroughput;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sns.ITopic;

/**
 * What a deployment chooses. Three things have no default: where Keysmith was built, who signs its tokens, and the certificates of
 * RDS's authorities. Everything else is safe as it is.
 */
public final class KeysmithStackProps {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{2,30}");

    private final Builder choices;

    private KeysmithStackProps(Builder choices) {
        this.choices = choices;
    }

    /**
     * Begins with the three that have no default.
     *
     * @param project Keysmith's root folder, built by {@code mvn package}
     * @param issuer who signs tokens ({@code iss}): a URL of yours is usual
     * @param databaseCertificates a PEM file with the certificates that the database's is signed by: RDS's {@code global-bundle.pem}
     */
    public static Builder builder(Path project, String issuer, Path databaseCertificates) {
        return new Builder(project, issuer, databaseCertificates);
    }

    Path project() {
        return choices.project;
    }

    String issuer() {
        return choices.issuer;
    }

    Path databaseCertificates() {
        return choices.databaseCertificates;
    }

    String name() {
        return choices.name;
    }

    String keyPrefix() {
        return choices.keyPrefix;
    }

    String audience() {
        return choices.audience.orElse(choices.issuer + "/v1");
    }

    List<String> furtherAudiences() {
        return choices.furtherAudiences;
    }

    Map<Setting, String> settings() {
        return choices.settings;
    }

    Architecture architecture() {
        return choices.architecture;
    }

    RetentionDays logRetention() {
        return choices.logRetention;
    }

    Optional<IKey> encryptionKey() {
        return choices.encryptionKey;
    }

    Optional<WarmThroughput> warmThroughput() {
        return choices.warmThroughput;
    }

    Optional<RestoredTable> restoredKeys() {
        return choices.restoredKeys;
    }

    boolean disposable() {
        return choices.disposable;
    }

    Duration rotateSecretsEvery() {
        return choices.rotateSecretsEvery;
    }

    java.time.Duration tellExpiryEvery() {
        return choices.tellExpiryEvery;
    }

    double databaseMaxCapacity() {
        return choices.databaseMaxCapacity;
    }

    Throttle throttle() {
        return choices.throttle;
    }

    List<String> onlyFrom() {
        return choices.onlyFrom;
    }

    boolean firewall() {
        return choices.firewall;
    }

    Optional<Integer> authorizerConcurrency() {
        return choices.authorizerConcurrency;
    }

    Optional<ITopic> alarmTopic() {
        return choices.alarmTopic;
    }

    /** Collects the choices. */
    public static final class Builder {

        private final Path project;
        private final String issuer;
        private final Path databaseCertificates;
        private final Map<Setting, String> settings = new EnumMap<>(Setting.class);
        private String name = "keysmith";
        private String keyPrefix = "ks";
        private Optional<String> audience = Optional.empty();
        private List<String> furtherAudiences = List.of();
        private Architecture architecture = Architecture.ARM_64;
        private RetentionDays logRetention = RetentionDays.THREE_MONTHS;
        private Optional<IKey> encryptionKey = Optional.empty();
        private Optional<WarmThroughput> warmThroughput = Optional.empty();
        private Optional<RestoredTable> restoredKeys = Optional.empty();
        private boolean disposable;
        private Duration rotateSecretsEvery = Duration.days(90);
        private java.time.Duration tellExpiryEvery = java.time.Duration.ofHours(1);
        private double databaseMaxCapacity = 2;
        private Throttle throttle = new Throttle(1000, 2000);
        private List<String> onlyFrom = List.of();
        private boolean firewall;
        private Optional<Integer> authorizerConcurrency = Optional.empty();
        private Optional<ITopic> alarmTopic = Optional.empty();

        private Builder(Path project, String issuer, Path databaseCertificates) {
            this.project = project;
            this.issuer = issuer;
            this.databaseCertificates = databaseCertificates;
        }

        /** What the names of all parts begin with; default {@code keysmith}. 3 to 31 lower-case letters, digits and hyphens. */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** What every key begins with; default {@code ks}. */
        public Builder keyPrefix(String value) {
            keyPrefix = value;
            return this;
        }

        /** Keysmith's own API as the audience of tokens; default: the issuer and {@code /v1}. */
        public Builder audience(String value) {
            audience = Optional.of(value);
            return this;
        }

        /** What else tokens are minted for: the APIs that other authorizers guard; default none. */
        public Builder furtherAudiences(List<String> value) {
            furtherAudiences = List.copyOf(value);
            return this;
        }

        /** A setting of the functions; a wrong one fails the deployment, since a function that does not start has no snapshot. */
        public Builder setting(Setting setting, String value) {
            settings.put(setting, value);
            return this;
        }

        /** The functions' processors; default arm64. */
        public Builder architecture(Architecture value) {
            architecture = value;
            return this;
        }

        /** How long logs are kept; default three months. */
        public Builder logRetention(RetentionDays value) {
            logRetention = value;
            return this;
        }

        /** A key of your own for tables, secrets, files and database; default: AWS's keys. */
        public Builder encryptionKey(IKey value) {
            encryptionKey = Optional.of(value);
            return this;
        }

        /** What the tables can take from their first moment; default: DynamoDB's own. */
        public Builder warmThroughput(WarmThroughput value) {
            warmThroughput = Optional.of(value);
            return this;
        }

        /** The table of keys, where it was restored from a backup; the stack's own stays as it is, and is not used any more. */
        public Builder restoredKeys(RestoredTable value) {
            restoredKeys = Optional.of(value);
            return this;
        }

        /** For a trial: everything can be deleted, and is with the stack. By default tables, secrets, files and database stay. */
        public Builder disposable() {
            disposable = true;
            return this;
        }

        /** How often each secret is rotated, in whole days; default 90. */
        public Builder rotateSecretsEvery(Duration value) {
            rotateSecretsEvery = value;
            return this;
        }

        /** How often the ledger looks for keys that have expired; default one hour. Each time wakes the database. */
        public Builder tellExpiryEvery(java.time.Duration value) {
            tellExpiryEvery = value;
            return this;
        }

        /** The most capacity of the database, in ACU; default 2. */
        public Builder databaseMaxCapacity(double value) {
            databaseMaxCapacity = value;
            return this;
        }

        /** The most that API Gateway lets through to all of Keysmith's own routes; default 1,000 a second and 2,000 at once. */
        public Builder throttle(Throttle value) {
            throttle = value;
            return this;
        }

        /** Networks (CIDR) that alone may call Keysmith's own API; default: everybody may. */
        public Builder onlyFrom(List<String> value) {
            onlyFrom = List.copyOf(value);
            return this;
        }

        /** Puts AWS WAF before the API, with a limit for each address; default none. */
        public Builder firewall() {
            firewall = true;
            return this;
        }

        /** Instances kept free for the authorizer, and never exceeded; default none. */
        public Builder authorizerConcurrency(int value) {
            authorizerConcurrency = Optional.of(value);
            return this;
        }

        /** Who is told of alarms; default nobody. */
        public Builder alarmTopic(ITopic value) {
            alarmTopic = Optional.of(value);
            return this;
        }

        /** Throws {@link IllegalArgumentException} with a message that names what is wrong. */
        public KeysmithStackProps build() {
            require(
                    NAME.matcher(name).matches(),
                    "name: 3 to 31 lower-case letters, digits and hyphens, a letter first");
            require(
                    Files.isRegularFile(databaseCertificates),
                    "databaseCertificates: there is no file " + databaseCertificates);
            require(
                    tellExpiryEvery.toMinutes() >= 1 && tellExpiryEvery.toSecondsPart() == 0,
                    "tellExpiryEvery: whole minutes, one or more");
            return new KeysmithStackProps(this);
        }

        private static void require(boolean condition, String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
