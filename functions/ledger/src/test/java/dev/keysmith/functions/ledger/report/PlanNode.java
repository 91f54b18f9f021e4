package dev.keysmith.functions.ledger.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A step of a plan that was run, as {@code EXPLAIN (ANALYZE, FORMAT JSON)} shows it.
 *
 * @param type what it does
 * @param table the table that it reads; empty for none
 * @param rows how many rows it gave, each time that it was run
 * @param steps the steps below it, the one that it takes its rows from first
 */
record PlanNode(String type, String table, double rows, List<PlanNode> steps) {

    private static final Set<String> TABLES = Set.of("event", "api_key", "usage_day");

    static PlanNode of(Object json) {
        Map<?, ?> node = (Map<?, ?>) json;
        List<?> below = (List<?>) Objects.requireNonNullElse(node.get("Plans"), List.of());
        return new PlanNode(
                String.valueOf(node.get("Node Type")),
                node.get("Relation Name") == null ? "" : String.valueOf(node.get("Relation Name")),
                ((Number) Objects.requireNonNull(node.get("Actual Rows"))).doubleValue(),
                below.stream()
                        .filter(step -> !"InitPlan".equals(((Map<?, ?>) step).get("Parent Relationship")))
                        .map(PlanNode::of)
                        .toList());
    }

    /** Itself and all steps below. */
    Stream<PlanNode> all() {
        return Stream.concat(Stream.of(this), steps.stream().flatMap(PlanNode::all));
    }

    boolean readsATable() {
        return TABLES.contains(table);
    }

    boolean readsATableFromItsBeginning() {
        return readsATable() && type.contains("Seq Scan");
    }

    /** How many rows it sorts. */
    double sorted() {
        return type.contains("Sort") ? steps.getFirst().rows : 0;
    }
}
