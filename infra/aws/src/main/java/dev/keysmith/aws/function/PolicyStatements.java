package dev.keysmith.aws.function;

import dev.keysmith.aws.Named;
import dev.keysmith.blueprint.Permissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** A function's permissions as statements of an IAM policy: for each resource the actions on it, and no wider resource. */
final class PolicyStatements {

    /** The one index (by owner) is what is queried; no function queries a table itself. */
    private static final String QUERY = "dynamodb:Query";

    private static final String INDEX = "/index/owner";

    /** IAM takes no narrower resource for it than all streams of the table. */
    private static final String LIST_STREAMS = "dynamodb:ListStreams";

    private static final String LIST_BUCKET = "s3:ListBucket";

    private final ResourceArns arns;

    /** Resource to actions, in the order of the resources' names: ARNs are tokens here, and their order would change by itself. */
    private final Map<String, Set<String>> actions = new LinkedHashMap<>();

    private PolicyStatements(ResourceArns arns) {
        this.arns = arns;
    }

    /** Throws {@link IllegalArgumentException} for a name that stands for nothing. */
    static List<PolicyStatement> of(Permissions permissions, ResourceArns arns) {
        var statements = new PolicyStatements(arns);
        statements.add(permissions);
        return statements.statements();
    }

    private void add(Permissions permissions) {
        sorted(permissions.secrets()).forEach((secret, allowed) -> allow(arn(arns.secrets(), secret), allowed));
        sorted(permissions.tables())
                .forEach((table, allowed) -> allowed.forEach(action -> {
                    String arn = arn(arns.tables(), table);
                    allow(action.equals(QUERY) ? arn + INDEX : arn, Set.of(action));
                }));
        sorted(permissions.streams())
                .forEach((table, allowed) -> allowed.forEach(action -> {
                    boolean list = action.equals(LIST_STREAMS);
                    allow(list ? arn(arns.tables(), table) + "/stream/*" : arn(arns.streams(), table), Set.of(action));
                }));
        sorted(permissions.stores())
                .forEach((store, allowed) -> allowed.forEach(action -> {
                    String bucket = arn(arns.stores(), store);
                    allow(action.equals(LIST_BUCKET) ? bucket : bucket + "/*", Set.of(action));
                }));
        new TreeSet<>(permissions.databaseUsers())
                .forEach(user -> allow(arn(arns.databaseUsers(), user), Set.of("rds-db:connect")));
    }

    private static Map<String, Set<String>> sorted(Map<String, Set<String>> permissions) {
        Map<String, Set<String>> sorted = new TreeMap<>();
        permissions.forEach((name, allowed) -> sorted.put(name, new TreeSet<>(allowed)));
        return sorted;
    }

    private static String arn(Map<String, String> arns, String name) {
        return Named.get(arns, "resource of the name", name);
    }

    private void allow(String resource, Collection<String> allowed) {
        actions.computeIfAbsent(resource, _ -> new TreeSet<>()).addAll(allowed);
    }

    private List<PolicyStatement> statements() {
        List<PolicyStatement> statements = new ArrayList<>();
        actions.forEach((resource, allowed) -> statements.add(PolicyStatement.Builder.create()
                .effect(Effect.ALLOW)
                .actions(List.copyOf(allowed))
                .resources(List.of(resource))
                .build()));
        return statements;
    }
}
