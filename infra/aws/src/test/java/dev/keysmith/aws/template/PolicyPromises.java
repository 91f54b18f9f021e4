package dev.keysmith.aws.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.DatabaseAccess;
import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.blueprint.Naming;
import dev.keysmith.blueprint.Permissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What roles may do. */
final class PolicyPromises {

    private static final String INTERFACES = "ec2:";

    /** What AWS lets nobody narrow down: X-Ray knows no resources, EC2 none for network interfaces. */
    private static final Set<String> ON_EVERYTHING = Set.of(
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
            "ec2:AssignPrivateIpAddresses",
            "ec2:CreateNetworkInterface",
            "ec2:DeleteNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:UnassignPrivateIpAddresses");

    private static final Naming NAMES = new Naming(
            "keys",
            "state",
            "verification",
            "signing",
            "ledger",
            new DatabaseAccess.Iam("owner", "", "", "", "keysmith_writer", "keysmith_reader", ""),
            "store",
            "admin-key",
            "ks",
            "issuer",
            "audience",
            List.of());

    private PolicyPromises() {}

    static Stream<String> functionsMayDoWhatTheBlueprintSays(Template template) {
        return Blueprint.of(NAMES).functions().stream()
                .flatMap(spec -> FunctionPromises.ofTheBlueprint(template, spec)
                        .flatMap(function -> differences(template, spec, function)));
    }

    private static Stream<String> differences(Template template, FunctionSpec spec, Resource function) {
        String role = Template.target(function.property("/Role"));
        Set<String> expected = expected(spec.permissions());
        Set<String> actual = allowed(template, template.resource(role));
        Stream<String> differences = Stream.concat(
                actual.stream()
                        .filter(permission -> !expected.contains(permission))
                        .map(permission -> spec.name() + " may " + permission),
                expected.stream()
                        .filter(permission -> !actual.contains(permission))
                        .map(permission -> spec.name() + " may not " + permission));
        return Stream.concat(differences, further(template, role).map(policy -> spec.name() + " has also " + policy));
    }

    /** A role's permissions are in the role alone. */
    private static Stream<String> further(Template template, String role) {
        Stream<String> policies = template.resources("AWS::IAM::Policy")
                .filter(policy -> Statements.list(policy.property("/Roles")).stream()
                        .anyMatch(attached -> Template.target(attached).equals(role)))
                .map(Resource::id);
        return Stream.concat(
                policies,
                Statements.list(template.resource(role).property("/ManagedPolicyArns")).stream()
                        .map(JsonNode::toString));
    }

    private static Set<String> allowed(Template template, Resource role) {
        Set<String> allowed = new TreeSet<>();
        Statements.ofRole(role)
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .flatMap(statement -> permissions(template, statement))
                .filter(permission -> !isEverybodys(permission))
                .forEach(allowed::add);
        return allowed;
    }

    /** Each action of a statement on each of its resources. */
    private static Stream<String> permissions(Template template, JsonNode statement) {
        return Statements.list(statement.path("Action")).stream()
                .map(JsonNode::asText)
                .flatMap(action -> Statements.list(statement.path("Resource")).stream()
                        .map(resource -> action + " " + new ResourceNames(template).name(resource)));
    }

    /** Its own log, traces, the customer's key, and network interfaces: the same for all, and held to by the other promise. */
    private static boolean isEverybodys(String action) {
        return action.startsWith("logs:")
                || action.startsWith("xray:")
                || action.startsWith("kms:")
                || action.startsWith(INTERFACES);
    }

    private static Set<String> expected(Permissions permissions) {
        Set<String> expected = new TreeSet<>();
        permissions.secrets().forEach((name, actions) -> actions.forEach(action -> expected.add(action + " " + name)));
        permissions
                .tables()
                .forEach((name, actions) -> actions.forEach(action ->
                        expected.add(action + " " + name + (action.equals("dynamodb:Query") ? "/index/owner" : ""))));
        permissions
                .streams()
                .forEach((name, actions) -> actions.forEach(action -> expected.add(
                        action + " " + name + (action.equals("dynamodb:ListStreams") ? "/stream/*" : "/stream"))));
        permissions
                .stores()
                .forEach((name, actions) -> actions.forEach(
                        action -> expected.add(action + " " + name + (action.equals("s3:ListBucket") ? "" : "/*"))));
        permissions.databaseUsers().forEach(user -> expected.add("rds-db:connect user " + user));
        return expected;
    }

    /** What the functions of the network may do at these services, and nothing else. Streams are read from outside. */
    static Stream<String> endpointsLeadToTheLedgersOwn(Template template) {
        Set<String> expected = new TreeSet<>();
        Blueprint.of(NAMES).functions().stream()
                .filter(FunctionSpec::database)
                .flatMap(spec -> expected(spec.permissions()).stream())
                .filter(permission -> !permission.contains("/stream") && !permission.startsWith("rds-db:"))
                .forEach(expected::add);
        Set<String> actual = new TreeSet<>();
        template.resources("AWS::EC2::VPCEndpoint")
                .flatMap(endpoint -> endpoint.property("/PolicyDocument").isMissingNode()
                        ? Stream.of("everything by " + endpoint.id())
                        : Statements.list(endpoint.property("/PolicyDocument/Statement")).stream()
                                .flatMap(statement -> permissions(template, statement)))
                .forEach(actual::add);
        return actual.equals(expected)
                ? Stream.empty()
                : Stream.of("the endpoints lead to " + actual + ", the functions need " + expected);
    }

    static Stream<String> noWildcards(Template template) {
        Stream<String> actions = Statements.all(template)
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .flatMap(statement -> Statements.list(statement.path("Action")).stream())
                .map(JsonNode::asText)
                .filter(action -> action.contains("*"))
                .filter(action -> !action.startsWith("kms:"))
                .map(action -> "an action is " + action);
        Stream<String> resources = Statements.all(template)
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .filter(statement -> Statements.list(statement.path("Resource")).stream()
                        .anyMatch(resource -> resource.asText().equals("*")))
                .flatMap(statement -> Statements.list(statement.path("Action")).stream())
                .map(JsonNode::asText)
                .filter(action -> !ON_EVERYTHING.contains(action))
                .map(action -> action + " is allowed on everything");
        return Stream.concat(actions, resources);
    }
}
