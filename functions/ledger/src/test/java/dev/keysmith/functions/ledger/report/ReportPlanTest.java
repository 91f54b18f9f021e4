package dev.keysmith.functions.ledger.report;

import static dev.keysmith.functions.ledger.report.Reports.caller;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.TestEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each report answers a page from an index: it neither reads a table from its beginning nor sorts one. Looked at are the plans by which
 * PostgreSQL ran the function's own statements, as it logs them; so nothing is explained but what runs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReportPlanTest {

    private static final Principal EVERYONE = caller("root", "audit:read reports:read owners:any");

    /** How often a statement is run until the driver has prepared it and PostgreSQL has chosen between its kinds of plans. */
    private static final int UNTIL_PREPARED = 12;

    /** Where an index leaves a few pages at most, PostgreSQL may read these and sort them. */
    private static final int MOST_SORTED = 300;

    private final PlanLog plans;
    private final Reports reports;

    ReportPlanTest(@TempDir Path log) {
        plans = new PlanLog(log);
        reports = Reports.on(plans.secret());
    }

    @BeforeAll
    void fill() {
        reports.migrate();
        plans.execute(ReportData.STATEMENTS);
        plans.startLogging();
    }

    @AfterAll
    void stop() throws IOException {
        reports.close();
        plans.close();
    }

    static Stream<Arguments> requests() {
        List<List<String>> events = List.of(
                List.of(),
                List.of("action", "updated"),
                List.of("action", "removed"),
                List.of("actor", "deployment"),
                List.of("actor", ReportData.ACTOR),
                List.of("actor", ReportData.ACTOR, "action", "updated"),
                List.of("from", ReportData.SOME_TIME),
                List.of("to", ReportData.SOME_TIME),
                List.of("from", ReportData.SOME_TIME, "action", "updated", "limit", "100"));
        List<List<String>> keys = List.of(List.of("days", "30"), List.of("days", "90"), List.of("limit", "100"));
        List<List<String>> usage = List.of(
                List.of("by", "day"),
                List.of("by", "key"),
                List.of("by", "owner"),
                List.of("by", "day", "limit", "7"),
                List.of("by", "key", "limit", "100"),
                List.of("by", "owner", "from", ReportData.A_WEEK_AGO));
        return Stream.of("", ReportData.LARGE_OWNER, ReportData.OWNER)
                .flatMap(owner -> Stream.of(
                                requests("/v1/events", owner, events),
                                requests("/v1/reports/expiring", owner, keys),
                                requests("/v1/reports/unused", owner, keys),
                                requests("/v1/reports/usage", owner, usage))
                        .flatMap(requests -> requests));
    }

    private static Stream<Arguments> requests(String path, String owner, List<List<String>> queries) {
        return queries.stream().map(query -> Arguments.of(path, owner, query));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void pagesComeFromAnIndex(String path, String owner, List<String> query) {
        TestEvent first = request(path, owner, query);
        Answer page = reports.function.call(first);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        Object cursor = page.json().get("next_cursor");

        requireIndexes(first);
        if (cursor != null) {
            requireIndexes(request(path, owner, query).query("cursor", cursor.toString()));
        }
    }

    @ParameterizedTest
    @MethodSource("callers")
    void pageOfAKeyComesFromAnIndex(Principal caller) {
        requireIndexes(TestEvent.of("GET", "/v1/keys/{key_id}/events")
                .parameter("key_id", ReportData.KEY)
                .by(caller));
    }

    static Stream<Principal> callers() {
        return Stream.of(EVERYONE, caller(ReportData.LARGE_OWNER, "audit:read"));
    }

    /** By whom it asks: with {@code owners:any}, or as the owner itself. */
    private static TestEvent request(String path, String owner, List<String> query) {
        Principal caller = owner.isEmpty() ? EVERYONE : caller(owner, "audit:read reports:read");
        return Reports.event(path, caller, query.toArray(String[]::new));
    }

    private void requireIndexes(TestEvent request) {
        List<Map<String, Object>> logged = plans.during(() -> {
            for (int i = 0; i < UNTIL_PREPARED; i++) {
                assertThat(reports.function.call(request).status()).isEqualTo(200);
            }
        });

        assertThat(logged).hasSizeGreaterThanOrEqualTo(UNTIL_PREPARED);
        logged.forEach(plan -> assertThat(PlanNode.of(requireNonNull(plan.get("Plan"))))
                .as(plan.toString())
                .satisfies(node -> {
                    assertThat(node.all()).anyMatch(PlanNode::readsATable);
                    assertThat(node.all()).noneMatch(PlanNode::readsATableFromItsBeginning);
                    assertThat(node.all()).allMatch(step -> step.sorted() <= MOST_SORTED);
                }));
    }
}
