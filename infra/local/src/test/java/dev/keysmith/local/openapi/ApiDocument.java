package dev.keysmith.local.openapi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An OpenAPI 3.1 document in YAML, with references within itself only. */
public final class ApiDocument {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    /** Schemas as OpenAPI 3.1 has them; what they refer to stands beside them. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getOpenApi31())
            .keyword(new NonValidationKeyword("components"))
            .build();

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Located root;
    private final List<Operation> operations;
    private final SchemaRegistry schemas;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    private ApiDocument(JsonNode document) {
        this.root = Located.root(document);
        this.operations = root.get("paths")
                .children()
                .flatMap(path -> path.getValue()
                        .children()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .map(method -> new Operation(
                                method.getKey(), new PathTemplate(path.getKey()), path.getValue(), method.getValue())))
                .sorted(Comparator.comparing(operation -> operation.path().precedence()))
                .toList();
        this.schemas = SchemaRegistry.withDialect(
                DIALECT,
                registry -> registry.schemaRegistryConfig(SchemaRegistryConfig.builder()
                        .formatAssertionsEnabled(true)
                        .build()));
    }

    /** Keysmith's own document; the tests run in the module's folder. */
    public static ApiDocument keysmith() {
        return read(Path.of("../../docs/openapi.yaml"));
    }

    static ApiDocument read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ApiDocument parse(String yaml) {
        try {
            return new ApiDocument(YAML.readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Located root() {
        return root;
    }

    List<Operation> operations() {
        return operations;
    }

    /** The operation for a request. The most literal path that fits is the one that counts, with this method or without. */
    Optional<Operation> find(String method, String rawPath) {
        return operations.stream()
                .filter(operation -> operation.path().match(rawPath).isPresent())
                .findFirst()
                .map(Operation::path)
                .flatMap(path -> operations.stream()
                        .filter(operation -> operation.path().equals(path))
                        .filter(operation -> operation.method().equalsIgnoreCase(method))
                        .findFirst());
    }

    /** What is wrong with a value, by the schema at this place; empty where nothing is. */
    List<String> violations(Located schema, JsonNode value) {
        return compiled.computeIfAbsent(schema.pointer(), _ -> compile(schema)).validate(value).stream()
                // The message is about the schema and the names in the value; the value may hold a key.
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /** The schema at this place, with all that it may refer to. */
    private Schema compile(Located place) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("components", root.get("components").node());
        whole.putArray("allOf").add(place.node());
        Schema schema = schemas.getSchema(whole);
        schema.initializeValidators();
        return schema;
    }
}
