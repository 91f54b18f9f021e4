package dev.keysmith.functions.api.limits;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a caller's limits stand, by the authorizer's context.
 *
 * @param rate its rate; empty where there is none
 * @param quota its quota; empty where there is none
 */
record LimitStanding(Optional<Rate> rate, Optional<Quota> quota) {

    /** An Integer of structured fields (RFC 9651 section 3.3.1) has at most 15 digits. */
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,15}");

    static LimitStanding of(Map<String, String> context) {
        return new LimitStanding(Rate.find(context), Quota.find(context));
    }

    boolean isUnlimited() {
        return rate.isEmpty() && quota.isEmpty();
    }

    /** The field {@code RateLimit-Policy}: which limits there are. */
    String policyField() {
        return list(Rate::policyItem, Quota::policyItem);
    }

    /** The field {@code RateLimit}: how they stand. */
    String standingField() {
        return list(Rate::standingItem, Quota::standingItem);
    }

    private String list(Function<Rate, String> ofRate, Function<Quota, String> ofQuota) {
        return Stream.concat(rate.map(ofRate).stream(), quota.map(ofQuota).stream())
                .collect(Collectors.joining(", "));
    }

    private static OptionalLong number(Map<String, String> context, String name) {
        @Nullable String text = context.get(name);
        return text != null && INTEGER.matcher(text).matches()
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    /**
     * A rate.
     *
     * @param requests how many requests it admits at once
     * @param windowSeconds over how many seconds it fills anew
     * @param remaining how many it admits now
     * @param resetSeconds in how many seconds it is full again
     */
    record Rate(long requests, long windowSeconds, long remaining, long resetSeconds) {

        private static Optional<Rate> find(Map<String, String> context) {
            OptionalLong requests = number(context, "rate_requests");
            OptionalLong window = number(context, "rate_window_seconds");
            OptionalLong remaining = number(context, "rate_remaining");
            OptionalLong reset = number(context, "rate_reset_seconds");
            return requests.isPresent() && window.isPresent() && remaining.isPresent() && reset.isPresent()
                    ? Optional.of(new Rate(
                            requests.getAsLong(), window.getAsLong(), remaining.getAsLong(), reset.getAsLong()))
                    : Optional.empty();
        }

        private String policyItem() {
            return "\"rate\";q=" + requests + ";w=" + windowSeconds;
        }

        private String standingItem() {
            return "\"rate\";r=" + remaining + ";t=" + resetSeconds;
        }
    }

    /**
     * A quota. It has neither window nor reset: it does not fill by itself.
     *
     * @param limit how many requests it admits in all
     * @param remaining how many of them are left
     */
    record Quota(long limit, long remaining) {

        private static Optional<Quota> find(Map<String, String> context) {
            OptionalLong limit = number(context, "quota");
            OptionalLong remaining = number(context, "quota_remaining");
            return limit.isPresent() && remaining.isPresent()
                    ? Optional.of(new Quota(limit.getAsLong(), remaining.getAsLong()))
                    : Optional.empty();
        }

        private String policyItem() {
            return "\"quota\";q=" + limit;
        }

        private String standingItem() {
            return "\"quota\";r=" + remaining;
        }
    }
}
