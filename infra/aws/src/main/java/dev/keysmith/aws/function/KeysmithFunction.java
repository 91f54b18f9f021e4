package dev.keysmith.aws.function;

import dev.keysmith.blueprint.FunctionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * A function of the blueprint on Lambda: Java 25, a role that may do what the blueprint says and nothing else, a log that is kept for a
 * stated time, and X-Ray. What people wait for starts from a snapshot: whoever invokes it invokes the alias {@code live}, since
 * SnapStart is for published versions.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html">SnapStart</a>
 */
public final class KeysmithFunction extends Construct {

    private static final String ALIAS = "live";

    /** What the CDK says to everybody who asks for a snapshot. */
    private static final String PUBLISH = "@aws-cdk/aws-lambda:snapStartRequirePublish";

    private final Function function;
    private final Optional<Alias> alias;

    /**
     * Makes it in {@code scope}.
     *
     * @param start how an instance begins
     * @param reservedConcurrency a number of instances that are kept free for it, and that it never exceeds
     * @throws IllegalArgumentException where its permissions name what {@code host} does not know
     */
    public KeysmithFunction(
            Construct scope,
            String id,
            FunctionSpec spec,
            FunctionHost host,
            Start start,
            Optional<Integer> reservedConcurrency) {
        super(scope, id);
        String name = host.deployment() + "-" + spec.name();
        LogGroup log = LogGroup.Builder.create(this, "Log")
                .logGroupName("/aws/lambda/" + name)
                .retention(host.logRetention())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Role role = Role.Builder.create(this, "Role")
                .description("What Keysmith's function " + spec.name() + " may do")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(Map.of("function", policy(name, spec, host, log)))
                .build();
        Function.Builder builder = Function.Builder.create(this, "Function")
                .functionName(name)
                .runtime(Runtime.JAVA_25)
                .architecture(host.architecture())
                .code(Code.fromAsset(host.project().resolve(spec.artifact()).toString()))
                .handler(spec.handler())
                .memorySize(spec.memoryMegabytes())
                .timeout(Duration.millis(spec.timeout().toMillis()))
                .environment(spec.environment())
                // The CDK adds nothing to it: all that it may do is written here.
                .role(role.withoutPolicyUpdates())
                .logGroup(log)
                .tracing(Tracing.ACTIVE);
        if (start == Start.FROM_SNAPSHOT) {
            builder.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
        }
        reservedConcurrency.ifPresent(builder::reservedConcurrentExecutions);
        if (spec.database()) {
            FunctionNetwork network = host.network().orElseThrow();
            builder.vpc(network.vpc())
                    .vpcSubnets(network.subnets())
                    .securityGroups(List.of(network.securityGroup()))
                    .layers(network.layers());
        }
        function = builder.build();
        // A version is a snapshot of a started function: what it may do is there before.
        function.getNode().addDependency(role);
        if (start == Start.FROM_SNAPSHOT) {
            alias = Optional.of(live());
            Annotations.of(function).acknowledgeWarning(PUBLISH, "versions are published, and the alias is invoked");
        } else {
            alias = Optional.empty();
        }
    }

    private Alias live() {
        return Alias.Builder.create(this, "Alias")
                .aliasName(ALIAS)
                .version(function.getCurrentVersion())
                .build();
    }

    /** What is invoked of a function that starts from a snapshot. */
    public Alias alias() {
        return alias.orElseThrow();
    }

    /** The function itself: what is invoked where it starts plainly. */
    public Function function() {
        return function;
    }

    private PolicyDocument policy(String name, FunctionSpec spec, FunctionHost host, LogGroup log) {
        List<PolicyStatement> statements = new ArrayList<>(PolicyStatements.of(spec.permissions(), host.arns()));
        // A log group's streams are named by Lambda.
        statements.add(allow(List.of("logs:CreateLogStream", "logs:PutLogEvents"), log.getLogGroupArn()));
        // X-Ray knows no resources.
        statements.add(allow(List.of("xray:PutTelemetryRecords", "xray:PutTraceSegments"), "*"));
        host.encryptionKey().ifPresent(key -> statements.add(useOf(key.getKeyArn())));
        if (spec.database()) {
            statements.addAll(interfaces(name));
        }
        return PolicyDocument.Builder.create().statements(statements).build();
    }

    /** The key is used through the services that keep data under it, never by itself. */
    private PolicyStatement useOf(String keyArn) {
        String region = Stack.of(this).getRegion();
        return PolicyStatement.Builder.create()
                .effect(Effect.ALLOW)
                .actions(List.of("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"))
                .resources(List.of(keyArn))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of(
                                "kms:ViaService",
                                List.of(
                                        "dynamodb." + region + ".amazonaws.com",
                                        "s3." + region + ".amazonaws.com",
                                        "secretsmanager." + region + ".amazonaws.com"))))
                .build();
    }

    /**
     * Lambda makes the network interfaces by the function's role; EC2 takes no narrower resource for most of it. The code that runs in the
     * function must not.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html">Giving Lambda functions access to a VPC</a>
     */
    private List<PolicyStatement> interfaces(String name) {
        List<String> actions = List.of(
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:UnassignPrivateIpAddresses");
        String self = Stack.of(this)
                .formatArn(ArnComponents.builder()
                        .service("lambda")
                        .resource("function")
                        .resourceName(name)
                        .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                        .build());
        PolicyStatement deny = PolicyStatement.Builder.create()
                .effect(Effect.DENY)
                .actions(actions)
                .resources(List.of("*"))
                .conditions(Map.of("ArnEquals", Map.of("lambda:SourceFunctionArn", self)))
                .build();
        return List.of(allow(actions, "*"), deny);
    }

    private static PolicyStatement allow(List<String> actions, String resource) {
        return PolicyStatement.Builder.create()
                .effect(Effect.ALLOW)
                .actions(actions)
                .resources(List.of(resource))
                .build();
    }
}
