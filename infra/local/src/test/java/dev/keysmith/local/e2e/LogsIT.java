package dev.keysmith.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.local.aws.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Runs last ({@link ClassOrderer.OrderAnnotation}) and looks through all logs of the shared stack's run for anything that must
 * not be there.
 */
@Order(Integer.MAX_VALUE)
@ExtendWith(SharedStack.class)
class LogsIT {

    private static final Pattern LONG_WORD = Pattern.compile("[0-9A-Za-z+/_=-]{20,}");

    private final SharedStack.Handle handle;

    LogsIT(SharedStack.Handle handle) {
        this.handle = handle;
    }

    @Test
    void logsHoldNoKeySecretHashOrPepper() throws IOException {
        Api api = handle.api();
        String key = api.issue(handle.adminKey(), "{\"name\":\"seen last\"}").key();
        api.me(key);
        api.validate(TestKeys.withOneCharacterChanged(key));
        api.get("/v1/me", "authorization", "Bearer " + key, "x-api-key", key);
        String token = api.token(key);
        api.me(token + "x");
        api.validate(token.substring(1));
        api.introspect(handle.adminKey(), token);
        api.present(token);
        Set<String> forbidden = forbidden();

        List<String> found = new ArrayList<>();
        int words = 0;
        try (Stream<Path> logs = Files.walk(handle.stack().logDirectory())) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                Matcher word = LONG_WORD.matcher(Files.readString(log));
                while (word.find()) {
                    words++;
                    if (forbidden.contains(word.group()) || containsASecret(word.group())) {
                        found.add(log.getFileName() + " at " + word.start());
                    }
                }
            }
        }
        assertThat(words).as("words looked at").isPositive();
        assertThat(found).isEmpty();
    }

    /** Whole keys, their secrets, hashes as base64 and hex, and what Secrets Manager holds. */
    private Set<String> forbidden() {
        Set<String> forbidden = new HashSet<>();
        for (String key : handle.api().shownKeys()) {
            forbidden.add(key);
            if (key.contains(".")) {
                // A JWT's claims and signature; all headers of one signing key are alike.
                forbidden.addAll(List.of(key.split("\\.")).subList(1, 3));
            } else {
                forbidden.add(key.substring(key.lastIndexOf('_') + 1));
            }
        }
        try (DynamoDbClient client = LocalAws.dynamoDb(handle.stack().dynamoDb().endpoint())) {
            client.scanPaginator(scan -> scan.tableName("keysmith-keys"))
                    .items()
                    .forEach(item -> Stream.of("hash", "previous_hash")
                            .map(item::get)
                            // A tombstone has none, and most keys have no previous one.
                            .filter(Objects::nonNull)
                            .map(value -> value.b().asByteArray())
                            .forEach(hash -> {
                                forbidden.add(Base64.getEncoder().encodeToString(hash));
                                forbidden.add(HexFormat.of().formatHex(hash));
                            }));
            assertThat(forbidden).hasSizeGreaterThan(handle.api().shownKeys().size());
        }
        try (SecretsManagerClient client =
                LocalAws.secretsManager(handle.stack().secretsManager().endpoint())) {
            for (String secret : List.of("keysmith/verification", "keysmith/signing", "keysmith/ledger")) {
                Matcher value = LONG_WORD.matcher(
                        client.getSecretValue(get -> get.secretId(secret)).secretString());
                while (value.find()) {
                    forbidden.add(value.group());
                }
            }
        }
        return forbidden;
    }

    /** A key within a longer word, whoever issued it. */
    private static boolean containsASecret(String word) {
        return Pattern.compile("ks_(live|test)_[0-9A-Za-z]{16}_[0-9A-Za-z]{20,}")
                .matcher(word)
                .find();
    }
}
