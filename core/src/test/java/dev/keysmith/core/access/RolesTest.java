package dev.keysmith.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import io.micronaut.core.value.MapPropertyResolver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {

    private static final String ADMIN = "{\"name\":\"admin\",\"scopes\":[\"*\"],\"lifetime\":\"P365D\"}";

    @ParameterizedTest
    @CsvSource({
        "basic, chat:read chat:write, 7, 1000",
        "contributor, chat:* dataset:*, 30, 5000",
        "node_operator, chat:* node:*, 90, 10000",
        "admin, *, 365, ",
    })
    void withoutTheSettingThereAreTheBuiltInRoles(
            String name, String scopes, int days, @org.jspecify.annotations.Nullable Integer requestsPerHour) {
        assertThat(new Roles(new Settings(new MapPropertyResolver(Map.of()))).find(new RoleName(name)))
                .contains(new Role(
                        new RoleName(name),
                        ScopeSet.parse(scopes),
                        Duration.ofDays(days),
                        Duration.ofDays(days),
                        Duration.ofDays(4L * days),
                        new Limits(
                                Optional.ofNullable(requestsPerHour)
                                        .map(requests -> new RateLimit(requests, Duration.ofHours(1))),
                                OptionalLong.empty())));
    }

    @Test
    void roleIsAsTheSettingHasIt() {
        Roles roles = withBasic("""
                {"name":"basic","scopes":["report:read","report:*"],"lifetime":"PT12H","max_lifetime":"P2D","max_age":"P5D",
                 "rate_limit":{"requests":7,"window_seconds":60},"quota":20}""");

        assertThat(roles.find(Roles.BASIC))
                .contains(new Role(
                        Roles.BASIC,
                        ScopeSet.parse("report:* report:read"),
                        Duration.ofHours(12),
                        Duration.ofDays(2),
                        Duration.ofDays(5),
                        new Limits(Optional.of(new RateLimit(7, Duration.ofMinutes(1))), OptionalLong.of(20))));
        assertThat(roles.find(new RoleName("contributor"))).isEmpty();
    }

    @Test
    void longestLifetimeIsTheLongestThatMayBeAskedFor() {
        assertThat(withBasic("{\"name\":\"basic\",\"scopes\":[],\"lifetime\":\"P3D\",\"max_lifetime\":\"P900D\"}")
                        .longestLifetime())
                .isEqualTo(Duration.ofDays(900));
        assertThat(new Roles(new Settings(new MapPropertyResolver(Map.of()))).longestLifetime())
                .isEqualTo(Duration.ofDays(365));
    }

    @Test
    void maximaFollowFromTheLifetimeAndARateFromNothing() {
        Role role = withBasic("{\"name\":\"basic\",\"scopes\":[],\"lifetime\":\"P3D\"}")
                .find(Roles.BASIC)
                .orElseThrow();

        assertThat(role.maxLifetime()).isEqualTo(Duration.ofDays(3));
        assertThat(role.maxAge()).isEqualTo(Duration.ofDays(12));
        assertThat(role.limits()).isEqualTo(Limits.NONE);

        Role longer = withBasic("{\"name\":\"basic\",\"scopes\":[],\"lifetime\":\"P3D\",\"max_lifetime\":\"P5D\"}")
                .find(Roles.BASIC)
                .orElseThrow();
        assertThat(longer.maxAge()).isEqualTo(Duration.ofDays(20));
    }

    @Test
    void namesAreNormalised() {
        Roles roles = withBasic(basic("") + ",{\"name\":\"Data-Reader\",\"scopes\":[],\"lifetime\":\"P1D\"}");
        assertThat(roles.find(new RoleName("data_reader"))).isPresent();
    }

    @Test
    void durationsMayBeEqualAndAtTheirBounds() {
        withBasic(basic("").replace("P7D", "PT1S"));
        withBasic(basic(",\"max_lifetime\":\"P7D\",\"max_age\":\"P7D\""));
        withBasic(basic(",\"max_lifetime\":\"P3650D\",\"max_age\":\"P14600D\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",\"max_lifetime\":\"P6D\" | must have at /1 durations in order: lifetime must not exceed max_lifetime",
                ",\"max_age\":\"P6D\" | must have at /1 durations in order: max_lifetime must not exceed max_age",
                ",\"max_lifetime\":\"PT0S\" | must have at /1/max_lifetime a duration of whole seconds",
                ",\"max_lifetime\":\"-P1D\" | must have at /1/max_lifetime a duration of whole seconds",
                ",\"max_lifetime\":\"P3651D\" | must have at /1/max_lifetime a duration of whole seconds",
                ",\"max_age\":\"PT200H0.5S\" | must have at /1/max_age a duration of whole seconds",
                ",\"max_age\":\"P14601D\" | must have at /1/max_age a duration of whole seconds",
                ",\"max_age\":\"28 days\" | must have at /1/max_age an ISO-8601 duration such as P7D",
                ",\"max_age\":28 | must have at /1/max_age an ISO-8601 duration such as P7D",
                ",\"max_age\":null | must have at /1/max_age an ISO-8601 duration such as P7D",
                ",\"quotas\":1 | must have at /1/quotas no field of this name",
                ",\"quota\":null | must have at /1/quota a whole number from 1 to 1000000000000",
                ",\"quota\":0 | must have at /1/quota a whole number from 1",
                ",\"quota\":-1 | must have at /1/quota a whole number from 1",
                ",\"quota\":1000000000001 | must have at /1/quota a whole number from 1",
                ",\"quota\":9223372036854775808 | must have at /1/quota a whole number from 1",
                ",\"quota\":1.5 | must have at /1/quota a whole number from 1",
                ",\"quota\":\"1\" | must have at /1/quota a whole number from 1",
                ",\"rate_limit\":null | must have at /1/rate_limit an object",
                ",\"rate_limit\":{} | must have at /1/rate_limit requests and window_seconds",
                ",\"rate_limit\":{\"requests\":1} | must have at /1/rate_limit requests and window_seconds",
                ",\"rate_limit\":{\"requests\":0,\"window_seconds\":1} | must have at /1/rate_limit requests",
                ",\"rate_limit\":{\"requests\":1.5} | must have at /1/rate_limit/requests a whole number",
                ",\"rate_limit\":{\"requests\":99999999999} | must have at /1/rate_limit/requests a whole number",
                ",\"rate_limit\":{\"requests\":\"1\"} | must have at /1/rate_limit/requests a whole number",
                ",\"rate_limit\":{\"per\":1} | must have at /1/rate_limit/per no field of this name",
                ",\"max_age\":\"P28D\",\"max_age\":\"P28D\" | must be JSON, each field once; see line 1",
            })
    void roleThatIsNotInOrderStopsTheStartAndIsNamed(String more, String message) {
        assertWrong("[" + ADMIN + "," + basic(more) + "]", message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"owners:any\"] | /1/scopes/0 a scope that a role may give, which owners:any is not",
                "[\"*\",\"chat\"] | /1/scopes/1 a scope",
                "[\"Chat:read\"] | /1/scopes/0 a scope",
                "[7] | /1/scopes/0 a scope",
                "\"chat:read\" | /1/scopes an array of scopes",
                "null | /1/scopes an array of scopes",
            })
    void scopesThatARoleCannotGiveStopTheStart(String scopes, String message) {
        assertWrong(
                "[" + ADMIN + ",{\"name\":\"basic\",\"lifetime\":\"P7D\",\"scopes\":" + scopes + "}]",
                "must have at " + message);
    }

    @Test
    void moreScopesThanAKeyMayHaveStopTheStart() {
        String scopes = IntStream.rangeClosed(0, ScopeSet.MAX_SIZE)
                .mapToObj(i -> "\"chat:a" + i + "\"")
                .collect(Collectors.joining(","));
        assertWrong(
                "[" + ADMIN + ",{\"name\":\"basic\",\"lifetime\":\"P7D\",\"scopes\":[" + scopes + "]}]",
                "must have at /1/scopes at most 50 scopes");
    }

    @Test
    void roleTwiceStopsTheStartHoweverItIsSpelt() {
        String one = "{\"name\":\"node_operator\",\"scopes\":[],\"lifetime\":\"P1D\"}";
        assertWrong(
                "[" + ADMIN + "," + basic("") + "," + one + "," + one.replace("node_operator", "Node-Operator") + "]",
                "must have at /3 another name than the roles before: node_operator");
    }

    @Test
    void rolesThatEveryDeploymentNeedsMustBeThere() {
        assertWrong("[" + ADMIN + "]", "must have the roles basic and admin");
        assertWrong("[" + basic("") + "]", "must have the roles basic and admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"scopes\":[],\"lifetime\":\"P1D\"}",
                "{\"name\":\"a\",\"lifetime\":\"P1D\"}",
                "{\"name\":\"a\",\"scopes\":[]}",
                "{}"
            })
    void roleWithoutWhatItNeedsStopsTheStart(String role) {
        assertWrong("[" + role + "]", "must have at /0 name, scopes and lifetime");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1st\"", "\"\"", "7", "null"})
    void wrongNameStopsTheStart(String name) {
        assertWrong(
                "[{\"name\":" + name + ",\"scopes\":[],\"lifetime\":\"P1D\"}]", "must have at /0/name a role's name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "null", "7", "[%s] []", "[%s]7"})
    void textThatIsNoArrayOfRolesStopsTheStart(String text) {
        assertWrong(text.formatted(ADMIN + "," + basic("")), "must be a JSON array of roles and nothing else");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roles", "[", "[{", "[%s", "[%s],", "[%s]x", "'[]'"})
    void textThatIsNoJsonStopsTheStart(String text) {
        assertWrong(text.formatted(ADMIN + "," + basic("")), "must be JSON, each field once; see line 1, column ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "[]", "\"basic\""})
    void elementThatIsNoRoleStopsTheStart(String element) {
        assertWrong("[" + ADMIN + "," + element + "]", "must have at /1 a role, which is an object");
    }

    private static void assertWrong(String roles, String message) {
        assertThatThrownBy(() -> roles(roles))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("setting KEYSMITH_ROLES " + message);
    }

    private static String basic(String more) {
        return "{\"name\":\"basic\",\"scopes\":[\"chat:read\"],\"lifetime\":\"P7D\"" + more + "}";
    }

    private static Roles withBasic(String basic) {
        return roles("[" + ADMIN + "," + basic + "]");
    }

    private static Roles roles(String text) {
        return new Roles(new Settings(new MapPropertyResolver(Map.of("keysmith.roles", text))));
    }
}
