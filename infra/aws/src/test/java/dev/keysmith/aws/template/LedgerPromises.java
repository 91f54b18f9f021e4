package dev.keysmith.aws.template;

import java.util.stream.Stream;

final class LedgerPromises {

    private static final String MAPPING = "AWS::Lambda::EventSourceMapping";
    private static final String CLUSTER = "AWS::RDS::DBCluster";

    private LedgerPromises() {}

    static Stream<String> readWithoutEnd(Template template) {
        return Breaches.unlessAll(
                template,
                MAPPING,
                2,
                mapping -> mapping.has("/MaximumRetryAttempts", "-1")
                        && mapping.has("/MaximumRecordAgeInSeconds", "-1")
                        && mapping.has("/StartingPosition", "TRIM_HORIZON")
                        && mapping.has("/BatchSize", "100")
                        && template.resource(Template.target(mapping.property("/FunctionName")))
                                .type()
                                .equals("AWS::Lambda::Alias"));
    }

    static Stream<String> useAloneOfTheState(Template template) {
        return Breaches.unlessAll(template, MAPPING, 2, mapping -> {
            String table = template.resource(Template.target(mapping.property("/EventSourceArn")))
                    .property("/TableName")
                    .asText();
            String filter =
                    mapping.property("/FilterCriteria/Filters/0/Pattern").asText();
            return filter.equals(
                    table.endsWith("-state")
                            ? "{\"dynamodb\":{\"Keys\":{\"pk\":{\"S\":[{\"prefix\":\"METER#\"}]}}}}"
                            : "");
        });
    }

    static Stream<String> filesArePrivate(Template template) {
        return Breaches.unlessAll(
                template,
                "AWS::S3::Bucket",
                1,
                bucket -> Stream.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
                                .allMatch(block -> bucket.has("/PublicAccessBlockConfiguration/" + block, "true"))
                        && bucket.has("/VersioningConfiguration/Status", "Enabled")
                        && !bucket.property("/BucketEncryption").isMissingNode()
                        && isByTlsAlone(template, bucket));
    }

    private static boolean isByTlsAlone(Template template, Resource bucket) {
        return template.resources("AWS::S3::BucketPolicy")
                .filter(policy -> Template.target(policy.property("/Bucket")).equals(bucket.id()))
                .flatMap(policy -> Statements.list(policy.property("/PolicyDocument/Statement")).stream())
                .anyMatch(statement -> statement.path("Effect").asText().equals("Deny")
                        && statement
                                .at("/Condition/Bool/aws:SecureTransport")
                                .asText()
                                .equals("false"));
    }

    static Stream<String> databaseIsPrivate(Template template) {
        return Stream.concat(
                Breaches.unlessAll(
                        template,
                        CLUSTER,
                        1,
                        cluster -> cluster.has("/StorageEncrypted", "true")
                                && cluster.has("/EnableIAMDatabaseAuthentication", "true")
                                && cluster.has("/DeletionProtection", "true")
                                && template.resource(Template.target(cluster.property("/DBClusterParameterGroupName")))
                                        .has("/Parameters/rds.force_ssl", "1")),
                Breaches.unlessAll(
                        template, "AWS::RDS::DBInstance", 1, instance -> instance.has("/PubliclyAccessible", "false")));
    }

    static Stream<String> databaseSleeps(Template template) {
        return Breaches.unlessAll(
                template,
                CLUSTER,
                1,
                cluster -> cluster.has("/ServerlessV2ScalingConfiguration/MinCapacity", "0")
                        && cluster.has("/ServerlessV2ScalingConfiguration/SecondsUntilAutoPause", "300"));
    }

    static Stream<String> noWayOut(Template template) {
        Stream<String> doors = Stream.of("AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::EIP")
                .filter(type -> template.resources(type).findAny().isPresent())
                .map(type -> "there is an " + type);
        Stream<String> open = Stream.concat(
                        template.resources("AWS::EC2::SecurityGroup")
                                .flatMap(group -> Statements.list(group.property("/SecurityGroupIngress")).stream()),
                        template.resources("AWS::EC2::SecurityGroupIngress").map(Resource::json))
                .filter(rule -> rule.toString().contains("Cidr"))
                .map(rule -> "an address may come in: " + rule);
        return Stream.concat(doors, open);
    }
}
