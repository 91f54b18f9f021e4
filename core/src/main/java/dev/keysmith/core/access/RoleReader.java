package dev.keysmith.core.access;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads roles from a setting that is a JSON array of objects {@code name scopes lifetime max_lifetime? max_age? rate_limit? quota?}.
 * Whatever it does not know is a {@link SettingException} that says where it stands, as a JSON pointer.
 */
final class RoleReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(3650);
    private static final Duration LONGEST_AGE = LONGEST_LIFETIME.multipliedBy(4);
    private static final int LIFETIMES_IN_AN_AGE = 4;

    private final String property;

    RoleReader(String property) {
        this.property = property;
    }

    /** The roles by their names. */
    Map<RoleName, Role> read(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            Map<RoleName, Role> roles = new HashMap<>();
            if (json.nextToken() != JsonToken.START_ARRAY) {
                throw notAnArray();
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                Role role = role(json);
                require(
                        roles.put(role.name(), role) == null,
                        json,
                        "another name than the roles before: " + role.name());
            }
            if (json.nextToken() != null) {
                throw notAnArray();
            }
            return Map.copyOf(roles);
        } catch (JacksonException e) {
            throw Settings.wrong(
                    property,
                    "must be JSON, each field once; see line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw Settings.wrong(property, "must be JSON");
        }
    }

    private Role role(JsonParser json) throws IOException {
        @Nullable RoleName name = null;
        @Nullable ScopeSet scopes = null;
        @Nullable Duration lifetime = null;
        @Nullable Duration maxLifetime = null;
        @Nullable Duration maxAge = null;
        @Nullable RateLimit rateLimit = null;
        OptionalLong quota = OptionalLong.empty();
        require(json.currentToken() == JsonToken.START_OBJECT, json, "a role, which is an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = parsed(json, RoleName::parse, "a role's name");
                case "scopes" -> scopes = scopes(json);
                case "lifetime" -> lifetime = duration(json, LONGEST_LIFETIME);
                case "max_lifetime" -> maxLifetime = duration(json, LONGEST_LIFETIME);
                case "max_age" -> maxAge = duration(json, LONGEST_AGE);
                case "rate_limit" -> rateLimit = rateLimit(json);
                case "quota" -> quota = OptionalLong.of(quota(json));
                default -> throw wrong(json, "no field of this name");
            }
        }
        if (name == null || scopes == null || lifetime == null) {
            throw wrong(json, "name, scopes and lifetime");
        }
        Duration longest = maxLifetime == null ? lifetime : maxLifetime;
        Duration oldest = maxAge == null ? longest.multipliedBy(LIFETIMES_IN_AN_AGE) : maxAge;
        try {
            return new Role(name, scopes, lifetime, longest, oldest, new Limits(Optional.ofNullable(rateLimit), quota));
        } catch (IllegalArgumentException e) {
            throw wrong(json, "durations in order: " + e.getMessage());
        }
    }

    private ScopeSet scopes(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY, json, "an array of scopes");
        TreeSet<Scope> scopes = new TreeSet<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Scope scope = parsed(json, Scope::parse, "a scope");
            // It crosses owners: given to a key by its name, never by the way of a role.
            require(!scope.equals(Scope.OWNERS_ANY), json, "a scope that a role may give, which owners:any is not");
            scopes.add(scope);
        }
        require(scopes.size() <= ScopeSet.MAX_SIZE, json, "at most " + ScopeSet.MAX_SIZE + " scopes");
        return new ScopeSet(scopes);
    }

    private RateLimit rateLimit(JsonParser json) throws IOException {
        int requests = 0;
        int windowSeconds = 0;
        require(json.currentToken() == JsonToken.START_OBJECT, json, "an object with requests and window_seconds");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "requests" -> requests = wholeNumber(json);
                case "window_seconds" -> windowSeconds = wholeNumber(json);
                default -> throw wrong(json, "no field of this name");
            }
        }
        try {
            return new RateLimit(requests, Duration.ofSeconds(windowSeconds));
        } catch (IllegalArgumentException e) {
            throw wrong(json, "requests and window_seconds: " + e.getMessage());
        }
    }

    private long quota(JsonParser json) throws IOException {
        boolean isWhole = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        require(
                isWhole && json.getLongValue() >= 1 && json.getLongValue() <= Limits.MAX_QUOTA,
                json,
                "a whole number from 1 to " + Limits.MAX_QUOTA);
        return json.getLongValue();
    }

    private Duration duration(JsonParser json, Duration most) throws IOException {
        Duration duration = parsed(json, RoleReader::parseDuration, "an ISO-8601 duration such as P7D");
        require(
                duration.isPositive() && duration.getNano() == 0 && duration.compareTo(most) <= 0,
                json,
                "a duration of whole seconds, from PT1S to P" + most.toDays() + "D");
        return duration;
    }

    private static Optional<Duration> parseDuration(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private <T> T parsed(JsonParser json, Function<String, Optional<T>> parse, String what) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_STRING, json, what);
        return parse.apply(json.getText()).orElseThrow(() -> wrong(json, what));
    }

    private int wholeNumber(JsonParser json) throws IOException {
        require(
                json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT,
                json,
                "a whole number");
        return json.getIntValue();
    }

    private void require(boolean condition, JsonParser json, String what) {
        if (!condition) {
            throw wrong(json, what);
        }
    }

    private SettingException notAnArray() {
        return Settings.wrong(property, "must be a JSON array of roles and nothing else");
    }

    private SettingException wrong(JsonParser json, String what) {
        return Settings.wrong(
                property, "must have at " + json.getParsingContext().pathAsPointer() + " " + what);
    }
}
