package dev.keysmith.aws.guard;

import dev.keysmith.aws.KeysmithReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.logs.RetentionDays;

/**
 * What {@link KeysmithAuthorizer} is made of.
 *
 * @param keysmith the deployment of Keysmith whose keys it takes
 * @param project the folder of Keysmith's build
 * @param name what the function is named by: {@code <name>-authorizer}; 1 to 53 letters, digits, {@code -} and {@code _}
 * @param audiences for whom the API answers: a token for nobody of these is refused
 * @param rules which scopes the API's routes need
 * @param unguarded the API's routes that it is not for, as lines {@code METHOD /resource}
 * @param refusal how a REST API refuses what is over a limit
 * @param metering how use is counted and limited
 * @param anonymousRole the role of requests without a credential; empty where they are refused
 * @param reservedConcurrency how many instances are kept free for it, and never exceeded; empty for none in particular
 * @param memoryMegabytes its memory, and with it its share of a processor
 * @param architecture the processors that it runs on
 * @param logRetention how long its log is kept
 */
public record KeysmithAuthorizerProps(
        KeysmithReference keysmith,
        Path project,
        String name,
        List<String> audiences,
        RouteRules rules,
        List<String> unguarded,
        LimitRefusal refusal,
        Metering metering,
        Optional<String> anonymousRole,
        Optional<Integer> reservedConcurrency,
        int memoryMegabytes,
        Architecture architecture,
        RetentionDays logRetention) {

    /** Throws {@link IllegalArgumentException} for a name of another form, or without an audience. */
    public KeysmithAuthorizerProps {
        audiences = List.copyOf(audiences);
        unguarded = List.copyOf(unguarded);
        if (!name.matches("[A-Za-z0-9_-]{1,53}")) {
            throw new IllegalArgumentException("a name has 1 to 53 letters, digits, '-' and '_': " + name);
        }
        if (audiences.isEmpty() || audiences.stream().anyMatch(audience -> !audience.matches("\\S+"))) {
            throw new IllegalArgumentException("an authorizer has audiences, and they have no spaces");
        }
    }

    /** Props with safe defaults for all that is not named here. */
    public static Builder of(KeysmithReference keysmith, Path project, String name) {
        return new Builder(keysmith, project, name);
    }

    /** Makes props. */
    public static final class Builder {

        /** As the blueprint has it. */
        private static final int MEMORY_MEGABYTES = 512;

        private final KeysmithReference keysmith;
        private final Path project;
        private final String name;
        private List<String> audiences = List.of();
        private RouteRules rules = RouteRules.of();
        private List<String> unguarded = List.of();
        private LimitRefusal refusal = LimitRefusal.USAGE_KEY;
        private Metering metering = Metering.LEASED;
        private Optional<String> anonymousRole = Optional.empty();
        private Optional<Integer> reservedConcurrency = Optional.empty();
        private int memoryMegabytes = MEMORY_MEGABYTES;
        private Architecture architecture = Architecture.ARM_64;
        private RetentionDays logRetention = RetentionDays.THREE_MONTHS;

        private Builder(KeysmithReference keysmith, Path project, String name) {
            this.keysmith = keysmith;
            this.project = project;
            this.name = name;
        }

        /** For whom the API answers; one at least. */
        public Builder audiences(String... names) {
            audiences = List.of(names);
            return this;
        }

        /** Which scopes its routes need. */
        public Builder rules(RouteRules table) {
            rules = table;
            return this;
        }

        /** Routes that it is not for. */
        public Builder unguarded(String... lines) {
            unguarded = List.of(lines);
            return this;
        }

        /** How a REST API refuses what is over a limit. */
        public Builder refusal(LimitRefusal how) {
            refusal = how;
            return this;
        }

        /** How use is counted. */
        public Builder metering(Metering how) {
            metering = how;
            return this;
        }

        /** Lets requests without a credential in, with the scopes of this role. */
        public Builder anonymousRole(String role) {
            anonymousRole = Optional.of(role);
            return this;
        }

        /** Keeps so many instances free for it, and never runs more. */
        public Builder reservedConcurrency(int instances) {
            reservedConcurrency = Optional.of(instances);
            return this;
        }

        /** Its memory. */
        public Builder memoryMegabytes(int megabytes) {
            memoryMegabytes = megabytes;
            return this;
        }

        /** The processors that it runs on. */
        public Builder architecture(Architecture processors) {
            architecture = processors;
            return this;
        }

        /** How long its log is kept. */
        public Builder logRetention(RetentionDays days) {
            logRetention = days;
            return this;
        }

        /** Throws {@link IllegalArgumentException} for a name of another form, or without an audience. */
        public KeysmithAuthorizerProps build() {
            return new KeysmithAuthorizerProps(
                    keysmith,
                    project,
                    name,
                    audiences,
                    rules,
                    unguarded,
                    refusal,
                    metering,
                    anonymousRole,
                    reservedConcurrency,
                    memoryMegabytes,
                    architecture,
                    logRetention);
        }
    }
}
