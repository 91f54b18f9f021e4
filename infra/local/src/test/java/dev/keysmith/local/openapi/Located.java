package dev.keysmith.local.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A place in the document. Walking to a child follows references ({@code $ref}), so that a place is always where something
 * stands.
 *
 * @param root the whole document
 * @param pointer where this is (RFC 6901)
 * @param node what is there
 */
record Located(JsonNode root, String pointer, JsonNode node) {

    static Located root(JsonNode root) {
        return new Located(root, "", root);
    }

    Optional<Located> find(String name) {
        return Optional.ofNullable(node.get(name)).map(child -> at(name, child));
    }

    /** The child of this name; throws where there is none. */
    Located get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no " + name + " at " + pointer));
    }

    /** The children by name; items of an array by their index. */
    Stream<Map.Entry<String, Located>> children() {
        if (node.isArray()) {
            return Stream.iterate(0, index -> index < node.size(), index -> index + 1)
                    .map(index -> Map.entry(index.toString(), at(index.toString(), node.get(index))));
        }
        return node.properties().stream().map(child -> Map.entry(child.getKey(), at(child.getKey(), child.getValue())));
    }

    private Located at(String name, JsonNode child) {
        Located here = new Located(root, pointer + "/" + escaped(name), child);
        // A schema's own references are the schema's business: it may say more beside them.
        return child.has("$ref") && child.size() == 1
                ? here.followed(child.get("$ref").asText())
                : here;
    }

    private Located followed(String reference) {
        if (!reference.startsWith("#/")) {
            throw new IllegalArgumentException("a reference to elsewhere at " + pointer);
        }
        Located target = root(root);
        for (String step : reference.substring(2).split("/", -1)) {
            target = target.get(step.replace("~1", "/").replace("~0", "~"));
        }
        return target;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    @Override
    public String toString() {
        return pointer;
    }
}
