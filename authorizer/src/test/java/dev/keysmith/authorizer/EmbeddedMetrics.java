package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A line of metrics, held against the structure that AWS documents.
 *
 * @param namespace the metrics' namespace
 * @param dimensions the dimensions' values, by name
 * @param values what each metric has
 * @param units what each metric is counted in
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     Specification: embedded metric format</a>
 */
record EmbeddedMetrics(
        String namespace, Map<String, String> dimensions, Map<String, List<Number>> values, Map<String, String> units) {

    private static final Set<String> UNITS = Set.of("Count", "Milliseconds");

    static EmbeddedMetrics parse(String line) {
        assertThat(line).endsWith("}\n").hasLineCount(1);
        Map<?, ?> root = json(line);
        Map<?, ?> metadata = member(root, "_aws", Map.class);
        assertThat(keys(metadata)).containsExactlyInAnyOrder("Timestamp", "CloudWatchMetrics");
        assertThat(member(metadata, "Timestamp", Long.class)).isPositive();
        Map<?, ?> directive = only(metadata, "CloudWatchMetrics", Map.class);
        assertThat(keys(directive)).containsExactlyInAnyOrder("Namespace", "Dimensions", "Metrics");
        String namespace = member(directive, "Namespace", String.class);
        assertThat(namespace).matches("[\\w.#:/-]{1,255}");
        Map<String, String> dimensions = new HashMap<>();
        for (Object name : only(directive, "Dimensions", List.class)) {
            dimensions.put((String) name, member(root, (String) name, String.class));
        }
        assertThat(dimensions).hasSizeBetween(1, 30);
        assertThat(dimensions.values()).allSatisfy(value -> assertThat(value).hasSizeBetween(1, 1024));
        Map<String, List<Number>> values = new HashMap<>();
        Map<String, String> units = new HashMap<>();
        for (Object definition : member(directive, "Metrics", List.class)) {
            Map<?, ?> metric = (Map<?, ?>) definition;
            assertThat(keys(metric)).containsExactlyInAnyOrder("Name", "Unit");
            String name = member(metric, "Name", String.class);
            assertThat(values.put(name, numbers(member(root, name, Object.class))))
                    .as(name)
                    .isNull();
            units.put(name, member(metric, "Unit", String.class));
        }
        assertThat(values).hasSizeBetween(1, 100);
        assertThat(UNITS).containsAll(units.values());
        List<String> members = new ArrayList<>(values.keySet());
        members.addAll(dimensions.keySet());
        members.add("_aws");
        assertThat(keys(root)).containsExactlyInAnyOrderElementsOf(members);
        return new EmbeddedMetrics(namespace, dimensions, values, units);
    }

    /** The sum of a metric's values; zero where it has none. */
    int sum(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .mapToInt(Number::intValue)
                .sum();
    }

    private static List<Number> numbers(Object target) {
        if (target instanceof Number number) {
            return List.of(number);
        }
        List<Number> numbers =
                ((List<?>) target).stream().map(Number.class::cast).toList();
        assertThat(numbers).hasSizeBetween(1, 100);
        return numbers;
    }

    private static <T> T member(Map<?, ?> object, String name, Class<T> type) {
        return Optional.ofNullable(object.get(name))
                .map(type::cast)
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    private static <T> T only(Map<?, ?> object, String name, Class<T> type) {
        List<?> elements = member(object, name, List.class);
        assertThat(elements).as(name).hasSize(1);
        return type.cast(elements.getFirst());
    }

    private static List<String> keys(Map<?, ?> object) {
        return object.keySet().stream().map(String.class::cast).toList();
    }

    private static Map<?, ?> json(String line) {
        try {
            return JSONObjectUtils.parse(line);
        } catch (ParseException e) {
            throw new AssertionError("not a JSON object: " + line, e);
        }
    }
}
