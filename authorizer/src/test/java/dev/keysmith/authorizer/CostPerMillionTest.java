package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.authorizer.CountedInstance.PerDecision;
import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.issuing.IssueResult;
import dev.keysmith.core.key.OwnKey;
import dev.keysmith.core.rotating.RotateKeyCommand;
import dev.keysmith.core.testing.Asked;
import dev.keysmith.core.testing.Core;
import dev.keysmith.core.testing.DynamoDbLocal;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What a million requests cost: DynamoDB's units, calls and log lines are counted on the real authorizer, prices and assumptions are
 * those of {@code prices.json}. {@code cost-budget.properties} is what it may cost; {@code docs/operations.md} says what it does cost.
 */
final class CostPerMillionTest {

    /** Tests run in the module's folder. */
    private static final Path PAGE = Path.of("../docs/operations.md");

    private static final String BEGIN = "<!-- cost: begin; made by CostPerMillionTest -->\n";
    private static final String END = "<!-- cost: end -->";
    private static final String REWRITE =
            "mvn -q -pl authorizer -am test -Dtest=CostPerMillionTest -Dkeysmith.write-docs=true";

    /** Where a lease is for hundreds of requests: a few leases. */
    private static final int DECISIONS_BY_LEASES = 500;

    private static final int DECISIONS = 100;
    private static final double MANY = 100;
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final int WARM_UP = 20;

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final CapacityUnits units = new CapacityUnits();
    private final DynamoDbClient client = DynamoDbLocal.client(units);
    private final Map<String, PerDecision> counted = new HashMap<>();
    private final PriceFile prices = PriceFile.read();

    /** A way to run it. */
    private record Case(String metering, boolean cached, int perSecond) {

        /** Its name in the budget. */
        String name() {
            return metering + "." + (cached ? "cached" : "uncached") + "." + perSecond;
        }
    }

    @Test
    void costsWhatThePageSaysAndNoMoreThanTheBudget() throws Exception {
        Map<Case, CostOfAMillion> costs = new HashMap<>();
        double secretCallsASecond = secretCallsASecond();
        for (Case each : cases()) {
            costs.put(each, cost(each, secretCallsASecond));
        }
        String table = table(costs) + others() + largest() + priceTable();
        Properties budget = budget();

        assertThat(cases()).allSatisfy(each -> {
            BigDecimal total = Objects.requireNonNull(costs.get(each)).total();
            assertThat(new BigDecimal(CostOfAMillion.text(total)))
                    .as("dollars for a million of %s; the budget is cost-budget.properties", each.name())
                    .isLessThanOrEqualTo(new BigDecimal(budget.getProperty(each.name(), "0")));
        });
        assertThat(budget.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        cases().stream().map(Case::name).toList());
        assertThatPageSays(table);
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int perSecond : List.of(1, 10, 100)) {
            for (String metering : List.of("leased", "strict")) {
                cases.add(new Case(metering, false, perSecond));
                cases.add(new Case(metering, true, perSecond));
            }
        }
        return cases;
    }

    private CostOfAMillion cost(Case each, double secretCallsASecond) throws Exception {
        double decided = each.cached() ? 1 - prices.assumed("cache_hit_rate") : 1;
        double perSecond = each.perSecond() * decided;
        return CostOfAMillion.of(prices, count(each.metering(), perSecond), secretCallsASecond, perSecond, decided);
    }

    /** What a decision needs where one instance makes so many a second, in steady use by one key. */
    private PerDecision count(String metering, double perSecond) throws Exception {
        String name = metering + perSecond;
        @Nullable PerDecision known = counted.get(name);
        if (known != null) {
            return known;
        }
        OwnKey key = key();
        CountedInstance instance = new CountedInstance(core, client, units, metering);
        instance.decide(key, perSecond, WARM_UP);
        long possible = Math.round(LONGEST.toSeconds() * perSecond);
        boolean byLongLeases = metering.equals("leased") && perSecond >= MANY;
        PerDecision needs = instance.decide(
                key, perSecond, (int) Math.min(possible, byLongLeases ? DECISIONS_BY_LEASES : DECISIONS));
        counted.put(name, needs);
        return needs;
    }

    private OwnKey key() {
        return core.issue(
                        admin,
                        Asked.forKey().scopes("chat:read").rate(360_000, 3600).build())
                .key();
    }

    /** How often a secret is fetched anew. What is used every 10 seconds is 310 old then: three times in this time. */
    private double secretCallsASecond() throws Exception {
        CountedInstance instance = new CountedInstance(core, client, units, "leased");
        int before = core.secretSource.calls();
        instance.decide(key(), 0.1, 93);
        return (core.secretSource.calls() - before) / 930.0;
    }

    private String table(Map<Case, CostOfAMillion> costs) {
        StringBuilder table = new StringBuilder("""
                US dollars for a million requests, beside what API Gateway takes. Prices of %s, %s, first tier, without free tiers;
                each amount is rounded up.

                | requests | metering | gateway caches | DynamoDB | Lambda | logs | X-Ray | Secrets Manager | ledger | all |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                """.formatted(prices.date(), prices.region()));
        for (Case each : cases()) {
            CostOfAMillion cost = Objects.requireNonNull(costs.get(each));
            table.append("| %d/s | `%s` | %s | %s | %s | %s | %s | %s | %s | **%s** |%n"
                    .formatted(
                            each.perSecond(),
                            each.metering(),
                            each.cached() ? "yes" : "no",
                            CostOfAMillion.text(cost.dynamoDb()),
                            CostOfAMillion.text(cost.lambda()),
                            CostOfAMillion.text(cost.logs()),
                            CostOfAMillion.text(cost.traces()),
                            CostOfAMillion.text(cost.secrets()),
                            CostOfAMillion.text(cost.ledger()),
                            CostOfAMillion.text(cost.total())));
        }
        return table.toString();
    }

    private String priceTable() {
        StringBuilder table = new StringBuilder("""

                | price, %s, %s | dollars | for |
                | --- | --- | --- |
                """.formatted(prices.date(), prices.region()));
        for (PriceFile.Published price : prices.published()) {
            table.append(
                    "| [%s](%s) | %s | %s |%n".formatted(price.unit(), price.source(), price.dollars(), price.units()));
        }
        return table.toString();
    }

    private String others() {
        StringBuilder others =
                new StringBuilder("""

                API Gateway takes %s for a million requests of a REST API, and %s of an HTTP API, with Keysmith and without.

                | for comparison, as published | dollars a million | read on |
                | --- | --- | --- |
                """.formatted(aMillion("rest_api_request"), aMillion("http_api_request")));
        for (PriceFile.Rival rival : prices.rivals()) {
            others.append(
                    "| [%s](%s) | %s | %s |%n".formatted(rival.name(), rival.source(), rival.dollars(), rival.date()));
        }
        return others.toString();
    }

    private String aMillion(String unit) {
        return CostOfAMillion.text(prices.price(unit).multiply(BigDecimal.valueOf(1_000_000)));
    }

    /** A key with all that a key may have is read whole for each decision. */
    private String largest() throws Exception {
        OwnKey key = largestKey();
        PerDecision counted = new CountedInstance(core, client, units, "leased").decide(key, 1, 10);
        BigDecimal more =
                prices.price("read_request_unit").multiply(BigDecimal.valueOf((counted.readUnits() - 1) * 1_000_000));
        return """

                A key's record of up to 4 KB is one read request unit. One with everything that a record can hold needs %.0f: %s more.
                """.formatted(counted.readUnits(), CostOfAMillion.text(more));
    }

    private OwnKey largestKey() {
        String[] scopes = IntStream.range(0, 50)
                .mapToObj(i -> "chat:" + "a".repeat(30) + (char) ('a' + i % 26) + (char) ('a' + i / 26))
                .map(scope -> scope.substring(0, "chat:".length() + 31))
                .toArray(String[]::new);
        scopes[0] = "chat:read";
        OwnKey key = core.issue(
                        admin,
                        Asked.forKey()
                                .name("\uD83D\uDD11".repeat(200))
                                .owner("o".repeat(64))
                                .scopes(scopes)
                                .rate(360_000, 3600)
                                .quota(1_000_000_000_000L)
                                .networks(IntStream.range(0, 20)
                                        .mapToObj(i -> i == 0
                                                ? "192.0.2.0/24"
                                                : "2001:db8:1234:5678:9abc:def0:1234:%02x00/120".formatted(i))
                                        .toArray(String[]::new))
                                .metadata(Map.of("m", "v".repeat(4095)))
                                .build())
                .key();
        Principal principal = core.principal(key);
        for (int i = 0; i < 50; i++) {
            core.revoker.revokePresented(core.token(principal), Core.origin());
        }
        IssueResult rotated = core.rotator.rotate(
                admin,
                new RotateKeyCommand(key.keyId().value(), Duration.ofHours(1), core.clock.instant(), Optional.empty()),
                Core.origin());
        return ((IssueResult.Issued) rotated).issued().key();
    }

    private static Properties budget() throws IOException {
        Properties budget = new Properties();
        try (var file = CostPerMillionTest.class.getResourceAsStream("/cost-budget.properties")) {
            budget.load(file);
        }
        return budget;
    }

    private static void assertThatPageSays(String table) throws IOException {
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        int from = page.indexOf(BEGIN);
        int to = page.indexOf(END);
        assertThat(from).as("the mark in docs/operations.md").isNotNegative();
        if (Boolean.getBoolean("keysmith.write-docs")) {
            page = page.substring(0, from) + BEGIN + table + page.substring(to);
            Files.writeString(PAGE, page);
            to = page.indexOf(END);
        }
        assertThat(page.substring(from + BEGIN.length(), to))
                .as("docs/operations.md says what it costs; this writes it anew: %s", REWRITE)
                .isEqualTo(table);
    }
}
