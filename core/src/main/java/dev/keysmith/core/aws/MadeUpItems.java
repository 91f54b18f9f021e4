package dev.keysmith.core.aws;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The items of {@link MadeUpAws}, of all tables, and the calls on them: attributes by their names, each value as JSON. */
final class MadeUpItems {

    /** An assignment: a name, and an expression in which a comma stands between parentheses only. */
    private static final Pattern ASSIGNMENT = Pattern.compile("(#?\\w+) = ((?:[^,()]|\\([^()]*\\))+)");

    private static final Pattern VALUE = Pattern.compile(":\\w+");
    /** The attributes by which tables know their items. */
    private static final Set<String> KEYS = Set.of("key_id", "pk");

    private static final String NOTHING = "{}";

    private final List<Map<String, String>> items = new ArrayList<>();

    synchronized String get(Map<String, String> call) throws IOException {
        Map<String, String> key = object(call, "Key");
        for (Map<String, String> item : items) {
            if (isSame(item, key)) {
                return RawJson.object(Map.of("Item", RawJson.object(item)));
            }
        }
        return NOTHING;
    }

    synchronized String put(Map<String, String> call) throws IOException {
        Map<String, String> item = object(call, "Item");
        items.removeIf(old -> isSame(old, item));
        items.add(item);
        return NOTHING;
    }

    synchronized String delete(Map<String, String> call) throws IOException {
        Map<String, String> key = object(call, "Key");
        items.removeIf(item -> isSame(item, key));
        return NOTHING;
    }

    private static boolean isSame(Map<String, String> item, Map<String, String> other) {
        return KEYS.stream()
                .anyMatch(key -> item.containsKey(key) && item.get(key).equals(other.get(key)));
    }

    synchronized String transact(Map<String, String> call) throws IOException {
        for (String write : RawJson.values(call.getOrDefault("TransactItems", ""))) {
            Map<String, String> operation = RawJson.members(write);
            if (operation.containsKey("Put")) {
                put(object(operation, "Put"));
            }
        }
        return NOTHING;
    }

    /** All keys: no other item is queried or scanned. */
    synchronized String keys() throws IOException {
        List<String> found = new ArrayList<>();
        for (Map<String, String> item : items) {
            if (item.containsKey("key_id")) {
                found.add(RawJson.object(item));
            }
        }
        String count = Integer.toString(found.size());
        return RawJson.object(
                Map.of("Items", "[" + String.join(",", found) + "]", "Count", count, "ScannedCount", count));
    }

    /** The item as it is then; empty for a key that does not exist, of which each condition fails. */
    synchronized Optional<String> update(Map<String, String> call) throws IOException {
        Map<String, String> key = object(call, "Key");
        if (key.containsKey("key_id") && items.stream().noneMatch(item -> isSame(item, key))) {
            return Optional.empty();
        }
        Map<String, String> item = items.stream()
                .filter(candidate -> isSame(candidate, key))
                .findFirst()
                .orElseGet(() -> {
                    Map<String, String> added = new LinkedHashMap<>(key);
                    items.add(added);
                    return added;
                });
        Map<String, String> names = object(call, "ExpressionAttributeNames");
        Map<String, String> values = object(call, "ExpressionAttributeValues");
        Matcher assignment = ASSIGNMENT.matcher(RawJson.text(call.getOrDefault("UpdateExpression", "\"\"")));
        while (assignment.find()) {
            String name = assignment.group(1);
            String attribute = names.containsKey(name) ? RawJson.text(names.get(name)) : name;
            // Of a sum or a default, the last value is what an attribute gets that was not there.
            VALUE.matcher(assignment.group(2))
                    .results()
                    .map(MatchResult::group)
                    .reduce((_, last) -> last)
                    .map(values::get)
                    .ifPresent(value -> item.put(attribute, value));
        }
        return Optional.of(RawJson.object(Map.of("Attributes", RawJson.object(item))));
    }

    private static Map<String, String> object(Map<String, String> call, String name) throws IOException {
        return RawJson.members(call.getOrDefault(name, NOTHING));
    }
}
