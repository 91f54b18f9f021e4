package dev.keysmith.functions.ledger.database.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.settings.Settings;
import io.micronaut.context.ApplicationContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;

/** Our tokens are those of the SDK's own utility, which is not in the artifact: it brings all of RDS's API. */
class RdsTokensTest {

    private static final Pattern TIME = Pattern.compile("X-Amz-Date=([0-9TZ]+)");
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    static Stream<AwsCredentials> credentials() {
        return Stream.of(
                AwsBasicCredentials.create("AKIDEXAMPLE", "secret/+="),
                AwsSessionCredentials.create("ASIDEXAMPLE", "secret/+=", "session/+= of a role"));
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void tokenIsTheOneThatTheSdkMakes(AwsCredentials credentials) {
        for (String region : List.of("eu-central-1", "us-east-1")) {
            String theirs = RdsUtilities.builder()
                    .region(Region.of(region))
                    .credentialsProvider(StaticCredentialsProvider.create(credentials))
                    .build()
                    .generateAuthenticationToken(request ->
                            request.hostname("db.cluster-1.example").port(5433).username("keysmith_writer"));
            Matcher time = TIME.matcher(theirs);
            assertThat(time.find()).isTrue();

            RdsTokens tokens = tokens(
                    StaticCredentialsProvider.create(credentials), FORMAT.parse(time.group(1), Instant::from), region);

            String ours = tokens.token("db.cluster-1.example", 5433, "keysmith_writer");
            assertThat(ours).startsWith("db.cluster-1.example:5433/?Action=connect&");
            assertThat(parts(ours)).isEqualTo(parts(theirs));
        }
    }

    @Test
    void credentialsThatCannotBeHadAreAnOutage() {
        RdsTokens tokens = tokens(
                () -> {
                    throw SdkClientException.create("no credentials");
                },
                Instant.EPOCH,
                "eu-central-1");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> tokens.token("db.example", 5432, "keysmith_writer"));
    }

    /** The order of parameters does not count; the signature is among them. */
    private static List<String> parts(String token) {
        return Stream.of(token.split("[?&]", -1)).sorted().toList();
    }

    private static RdsTokens tokens(AwsCredentialsProvider credentials, Instant now, String region) {
        try (ApplicationContext beans = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .environmentPropertySource(false)
                .properties(Map.of("aws.region", region))
                .build()) {
            beans.getEnvironment().start();
            return new RdsTokens(credentials, () -> now, new Settings(beans.getEnvironment()));
        }
    }
}
