package dev.keysmith.aws.function;

import java.util.List;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.lambda.ILayerVersion;

/**
 * Where functions are that reach the database.
 *
 * @param vpc the network
 * @param subnets its subnets
 * @param securityGroup what they may reach, and nothing reaches them
 * @param layers what such a function needs besides: the certificates of the database's authority
 */
public record FunctionNetwork(
        IVpc vpc, SubnetSelection subnets, ISecurityGroup securityGroup, List<ILayerVersion> layers) {

    public FunctionNetwork {
        layers = List.copyOf(layers);
    }
}
