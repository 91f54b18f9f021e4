package dev.keysmith.aws.database;

import java.util.List;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
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
        gateway("DynamoDb", GatewayVpcEndpointAwsService.DYNAMODB);
        gateway("S3", GatewayVpcEndpointAwsService.S3);
        SecurityGroup endpoint = SecurityGroup.Builder.create(this, "Endpoint")
                .vpc(vpc)
                .description("Keysmith ledger: the endpoint of Secrets Manager")
                .allowAllOutbound(false)
                .build();
        endpoint.addIngressRule(functions, Port.tcp(HTTPS), "HTTPS from the ledger functions");
        vpc.addInterfaceEndpoint(
                "SecretsManager",
                InterfaceVpcEndpointOptions.builder()
                        .service(InterfaceVpcEndpointAwsService.SECRETS_MANAGER)
                        .subnets(subnets)
                        .securityGroups(List.of(endpoint))
                        .open(false)
                        .build());
    }

    private void gateway(String id, GatewayVpcEndpointAwsService service) {
        vpc.addGatewayEndpoint(
                id,
                GatewayVpcEndpointOptions.builder()
                        .service(service)
                        .subnets(List.of(subnets))
                        .build());
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
