package dev.keysmith.aws.database;

import java.util.List;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpoint;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpoint;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * The network of the ledger's functions and their database. It has no way to the internet: DynamoDB, S3 and Secrets Manager are
 * reached by endpoints. What is on the path of a decision is not in it.
 */
public final class LedgerNetwork extends Construct {

    private static final int HTTPS = 443;
    private static final int ZONES = 2;

    private final Vpc vpc;
    private final SubnetSelection subnets =
            SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build();
    private final SecurityGroup functions;
    private final GatewayVpcEndpoint dynamoDb;
    private final GatewayVpcEndpoint s3;
    private final InterfaceVpcEndpoint secretsManager;

    /** Makes it; what it refused is logged for {@code retention}. */
    public LedgerNetwork(Construct scope, String id, RetentionDays retention) {
        super(scope, id);
        vpc = Vpc.Builder.create(this, "Vpc")
                .maxAzs(ZONES)
                .natGateways(0)
                .subnetConfiguration(List.of(SubnetConfiguration.builder()
                        .name("ledger")
                        .subnetType(SubnetType.PRIVATE_ISOLATED)
                        .build()))
                .build();
        vpc.addFlowLog(
                "Refused",
                FlowLogOptions.builder()
                        .trafficType(FlowLogTrafficType.REJECT)
                        .destination(FlowLogDestination.toCloudWatchLogs(LogGroup.Builder.create(this, "FlowLog")
                                .retention(retention)
                                .build()))
                        .build());
        functions = SecurityGroup.Builder.create(this, "Functions")
                .vpc(vpc)
                .description("Keysmith ledger: its functions, reached by nobody")
                .allowAllOutbound(false)
                .build();
        // Gateway endpoints are reached by the services' public addresses; there is no other way out of these subnets.
        functions.addEgressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "AWS services, by the endpoints of this network");
        dynamoDb = gateway("DynamoDb", GatewayVpcEndpointAwsService.DYNAMODB);
        s3 = gateway("S3", GatewayVpcEndpointAwsService.S3);
        SecurityGroup endpoint = SecurityGroup.Builder.create(this, "Endpoint")
                .vpc(vpc)
                .description("Keysmith ledger: the endpoint of Secrets Manager")
                .allowAllOutbound(false)
                .build();
        endpoint.addIngressRule(functions, Port.tcp(HTTPS), "HTTPS from the ledger functions");
        secretsManager = vpc.addInterfaceEndpoint(
                "SecretsManager",
                InterfaceVpcEndpointOptions.builder()
                        .service(InterfaceVpcEndpointAwsService.SECRETS_MANAGER)
                        .subnets(subnets)
                        .securityGroups(List.of(endpoint))
                        .open(false)
                        .build());
    }

    private GatewayVpcEndpoint gateway(String id, GatewayVpcEndpointAwsService service) {
        return vpc.addGatewayEndpoint(
                id,
                GatewayVpcEndpointOptions.builder()
                        .service(service)
                        .subnets(List.of(subnets))
                        .build());
    }

    /**
     * Lets the endpoints lead to these alone, whoever asks: what runs in this network hands nothing to anybody else's table, bucket or
     * secret. Without it they lead everywhere.
     */
    public void leadTo(String tableArn, String bucketArn, List<String> secretArns) {
        dynamoDb.addToPolicy(allow(List.of("dynamodb:GetItem", "dynamodb:Scan"), List.of(tableArn)));
        s3.addToPolicy(allow(List.of("s3:ListBucket"), List.of(bucketArn)));
        s3.addToPolicy(allow(List.of("s3:DeleteObject", "s3:GetObject", "s3:PutObject"), List.of(bucketArn + "/*")));
        secretsManager.addToPolicy(allow(List.of("secretsmanager:GetSecretValue"), secretArns));
    }

    private static PolicyStatement allow(List<String> actions, List<String> resources) {
        return PolicyStatement.Builder.create()
                .effect(Effect.ALLOW)
                .principals(List.of(new AnyPrincipal()))
                .actions(actions)
                .resources(resources)
                .build();
    }

    Vpc vpc() {
        return vpc;
    }

    SubnetSelection subnets() {
        return subnets;
    }

    SecurityGroup functions() {
        return functions;
    }
}
