package dev.keysmith.aws.template;

import java.util.function.Consumer;
import java.util.function.Predicate;

/** One change each that breaks a promise. */
enum Mutation {
    TTL_OFF(
            Promise.TABLES_REMOVE_WHAT_EXPIRED,
            damage -> damage.set("AWS::DynamoDB::Table", "/TimeToLiveSpecification/Enabled", "false")),
    KEYS_ONLY_IN_THE_STREAM(
            Promise.TABLES_HAVE_THEIR_STREAM,
            damage -> damage.set("AWS::DynamoDB::Table", "/StreamSpecification/StreamViewType", "\"KEYS_ONLY\"")),
    NO_POINT_IN_TIME_RECOVERY(
            Promise.TABLES_CAN_BE_RESTORED,
            damage -> damage.set(
                    "AWS::DynamoDB::Table", "/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled", "false")),
    TABLE_GOES_WITH_THE_STACK(
            Promise.TABLES_ARE_NOT_DELETED,
            damage -> damage.setAttribute("AWS::DynamoDB::Table", any(), "DeletionPolicy", "\"Delete\"")),
    NO_DELETION_PROTECTION(
            Promise.TABLES_ARE_NOT_DELETED,
            damage -> damage.set("AWS::DynamoDB::Table", "/DeletionProtectionEnabled", "false")),
    PROVISIONED_TABLE(
            Promise.TABLES_ARE_ENCRYPTED_AND_ON_DEMAND,
            damage -> damage.set("AWS::DynamoDB::Table", "/BillingMode", "\"PROVISIONED\"")),
    WILDCARD_TABLE(
            Promise.FUNCTIONS_MAY_DO_WHAT_THE_BLUEPRINT_SAYS,
            damage -> damage.append("AWS::IAM::Role", of("authorizer"), statements(), """
                    {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*"}""")),
    AUTHORIZER_READS_PRIVATE_KEYS(
            Promise.FUNCTIONS_MAY_DO_WHAT_THE_BLUEPRINT_SAYS,
            damage -> damage.append("AWS::IAM::Role", of("authorizer"), statements(), """
                    {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "signing"}""")),
    POLICY_BESIDE_THE_ROLE(Promise.FUNCTIONS_MAY_DO_WHAT_THE_BLUEPRINT_SAYS, damage -> {
        damage.set("AWS::IAM::Role", of("issue"), "/ManagedPolicyArns", """
                    ["arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"]""");
    }),
    PERMISSION_MISSING(
            Promise.FUNCTIONS_MAY_DO_WHAT_THE_BLUEPRINT_SAYS,
            damage -> damage.set("AWS::IAM::Role", of("authorizer"), statements() + "/0/Action", "\"dynamodb:X\"")),
    WILDCARD_ACTION(
            Promise.NO_POLICY_HAS_A_WILDCARD_WITHOUT_REASON,
            damage -> damage.append("AWS::IAM::Role", of("revoke"), statements(), """
                    {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "table"}""")),
    WILDCARD_RESOURCE(
            Promise.NO_POLICY_HAS_A_WILDCARD_WITHOUT_REASON,
            damage -> damage.append("AWS::IAM::Role", of("revoke"), statements(), """
                    {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"]}""")),
    PUBLIC_AUTHORIZER(Promise.NOTHING_BUT_ITS_SERVICE_INVOKES_A_FUNCTION, damage -> damage.add("Public", """
                    {"Type": "AWS::Lambda::Permission", "Properties": {"Action": "lambda:InvokeFunction",
                     "FunctionName": "keysmith-authorizer", "Principal": "*"}}""")),
    ANY_API_INVOKES(
            Promise.NOTHING_BUT_ITS_SERVICE_INVOKES_A_FUNCTION,
            damage -> damage.remove(
                    "AWS::Lambda::Permission",
                    permission -> permission.has("/Principal", "apigateway.amazonaws.com"),
                    "/SourceArn")),
    FUNCTION_URL(Promise.NOTHING_BUT_ITS_SERVICE_INVOKES_A_FUNCTION, damage -> damage.add("Url", """
                    {"Type": "AWS::Lambda::Permission", "Properties": {"Action": "lambda:InvokeFunctionUrl",
                     "FunctionName": "keysmith-issue", "Principal": "apigateway.amazonaws.com", "FunctionUrlAuthType": "NONE"}}""")),
    ROLE_INVOKES_FUNCTIONS(
            Promise.NOBODY_MAY_INVOKE_FUNCTIONS_BY_A_POLICY,
            damage -> damage.append("AWS::IAM::Role", of("manage"), statements(), """
                    {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "issue"}""")),
    OLD_JAVA(
            Promise.FUNCTIONS_RUN_ON_JAVA_25,
            damage -> damage.set("AWS::Lambda::Function", of("manage"), "/Runtime", "\"java21\"")),
    NO_SNAPSHOT(
            Promise.FUNCTIONS_START_FROM_A_SNAPSHOT,
            damage -> damage.set("AWS::Lambda::Function", of("authorizer"), "/SnapStart/ApplyOn", "\"None\"")),
    LOG_FOR_EVER(
            Promise.FUNCTIONS_KEEP_A_LOG_FOR_A_TIME,
            damage -> damage.remove(
                    "AWS::Logs::LogGroup",
                    log -> log.property("/LogGroupName").asText().endsWith("-issue"),
                    "/RetentionInDays")),
    AUTHORIZER_IN_A_NETWORK(
            Promise.DECISIONS_NEED_NO_NETWORK_OF_OURS,
            damage -> damage.set("AWS::Lambda::Function", of("authorizer"), "/VpcConfig", "{}")),
    CACHED_RESULTS(
            Promise.AUTHORIZER_RESULTS_ARE_NOT_CACHED,
            damage -> damage.set("AWS::ApiGateway::Authorizer", "/AuthorizerResultTtlInSeconds", "300")),
    RESULTS_CACHED_BY_DEFAULT(
            Promise.AUTHORIZER_RESULTS_ARE_NOT_CACHED,
            damage -> damage.remove("AWS::ApiGateway::Authorizer", any(), "/AuthorizerResultTtlInSeconds")),
    METHOD_WITHOUT_AUTHORIZER(
            Promise.GUARDED_METHODS_ARE_GUARDED,
            damage -> damage.set(
                    "AWS::ApiGateway::Method",
                    method -> method.has("/AuthorizationType", "CUSTOM"),
                    "/AuthorizationType",
                    "\"NONE\"")),
    METHOD_WITHOUT_KEY_CHECK(
            Promise.GUARDED_METHODS_ARE_GUARDED,
            damage -> damage.set(
                    "AWS::ApiGateway::Method",
                    method -> method.has("/ApiKeyRequired", "true"),
                    "/ApiKeyRequired",
                    "false")),
    METHOD_MISSING(Promise.GUARDED_METHODS_ARE_GUARDED, damage -> damage.remove("AWS::ApiGateway::Method", any())),
    REFUSAL_WITHOUT_CHALLENGE(
            Promise.REFUSALS_ARE_THE_BLUEPRINTS,
            damage -> damage.remove(
                    "AWS::ApiGateway::GatewayResponse",
                    response -> response.has("/ResponseType", "UNAUTHORIZED"),
                    "/ResponseParameters/gatewayresponse.header.WWW-Authenticate")),
    OVER_LIMIT_IS_FORBIDDEN(
            Promise.REFUSALS_ARE_THE_BLUEPRINTS,
            damage -> damage.set(
                    "AWS::ApiGateway::GatewayResponse",
                    response -> response.has("/ResponseType", "INVALID_API_KEY"),
                    "/StatusCode",
                    "\"403\"")),
    CALLERS_SEND_THE_KEY(
            Promise.KEY_CHECK_IS_THE_AUTHORIZERS,
            damage -> damage.set("AWS::ApiGateway::RestApi", "/ApiKeySourceType", "\"HEADER\"")),
    ANOTHER_KEY_IN_THE_PLAN(
            Promise.KEY_CHECK_IS_THE_AUTHORIZERS,
            damage -> damage.set("AWS::ApiGateway::ApiKey", "/Value", "\"keysmith-within-limits\"")),
    NO_THROTTLE(
            Promise.WHAT_EVERYBODY_MAY_CALL_IS_THROTTLED,
            damage -> damage.set("AWS::ApiGateway::Stage", "/MethodSettings", "[]")),
    BODIES_IN_THE_LOG(
            Promise.LOGS_HOLD_NO_CREDENTIALS,
            damage -> damage.set("AWS::ApiGateway::Stage", "/MethodSettings/0/DataTraceEnabled", "true")),
    HEADERS_IN_THE_LOG(
            Promise.LOGS_HOLD_NO_CREDENTIALS,
            damage -> damage.set(
                    "AWS::ApiGateway::Stage",
                    "/AccessLogSetting/Format",
                    "\"$context.identity.apiKey $context.requestId\"")),
    RETRIES_END(
            Promise.STREAMS_ARE_READ_WITHOUT_END,
            damage -> damage.set("AWS::Lambda::EventSourceMapping", "/MaximumRetryAttempts", "3")),
    OLDEST_RECORDS_LEFT_OUT(
            Promise.STREAMS_ARE_READ_WITHOUT_END,
            damage -> damage.set("AWS::Lambda::EventSourceMapping", "/StartingPosition", "\"LATEST\"")),
    REPLAYS_TO_THE_LEDGER(
            Promise.USE_ALONE_IS_READ_OF_THE_STATE,
            damage -> damage.remove(
                    "AWS::Lambda::EventSourceMapping",
                    mapping -> !mapping.property("/FilterCriteria").isMissingNode(),
                    "/FilterCriteria")),
    PUBLIC_BUCKET(
            Promise.LEDGER_FILES_ARE_PRIVATE,
            damage -> damage.set("AWS::S3::Bucket", "/PublicAccessBlockConfiguration/BlockPublicPolicy", "false")),
    BUCKET_WITHOUT_TLS(
            Promise.LEDGER_FILES_ARE_PRIVATE,
            damage -> damage.set("AWS::S3::BucketPolicy", "/PolicyDocument/Statement", "[]")),
    PUBLIC_DATABASE(
            Promise.DATABASE_IS_PRIVATE_AND_ENCRYPTED,
            damage -> damage.set("AWS::RDS::DBInstance", "/PubliclyAccessible", "true")),
    DATABASE_WITHOUT_IAM(
            Promise.DATABASE_IS_PRIVATE_AND_ENCRYPTED,
            damage -> damage.set("AWS::RDS::DBCluster", "/EnableIAMDatabaseAuthentication", "false")),
    DATABASE_NEVER_SLEEPS(
            Promise.DATABASE_SLEEPS,
            damage -> damage.set("AWS::RDS::DBCluster", "/ServerlessV2ScalingConfiguration/MinCapacity", "0.5")),
    NAT_GATEWAY(Promise.NETWORK_HAS_NO_WAY_OUT, damage -> damage.add("Nat", """
                    {"Type": "AWS::EC2::NatGateway", "Properties": {}}""")),
    DATABASE_PORT_FOR_ALL(
            Promise.NETWORK_HAS_NO_WAY_OUT,
            damage -> damage.set("AWS::EC2::SecurityGroup", "/SecurityGroupIngress", """
                    [{"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}]""")),
    ENDPOINT_TO_EVERYWHERE(
            Promise.ENDPOINTS_LEAD_TO_THE_LEDGERS_OWN,
            damage -> damage.remove("AWS::EC2::VPCEndpoint", any(), "/PolicyDocument")),
    ENDPOINT_TO_ANY_TABLE(
            Promise.ENDPOINTS_LEAD_TO_THE_LEDGERS_OWN,
            damage -> damage.set("AWS::EC2::VPCEndpoint", "/PolicyDocument/Statement/0/Resource", "\"*\"")),
    SECRET_IN_THE_TEMPLATE(
            Promise.SECRETS_HAVE_NO_VALUE_IN_THE_TEMPLATE,
            damage -> damage.set("AWS::SecretsManager::Secret", "/SecretString", "\"{}\"")),
    SECRET_GOES_WITH_THE_STACK(
            Promise.SECRETS_ARE_KEPT,
            damage -> damage.setAttribute(
                    "AWS::SecretsManager::Secret",
                    secret -> !secret.property("/Name").isMissingNode(),
                    "DeletionPolicy",
                    "\"Delete\"")),
    ROTATED_BEFORE_THERE_IS_A_VALUE(
            Promise.SECRETS_ARE_ROTATED_LATER,
            damage -> damage.set("AWS::SecretsManager::RotationSchedule", "/RotateImmediatelyOnUpdate", "true"));

    private final Promise broken;
    private final Consumer<Damage> damage;

    Mutation(Promise broken, Consumer<Damage> damage) {
        this.broken = broken;
        this.damage = damage;
    }

    Promise broken() {
        return broken;
    }

    void apply(Template template) {
        damage.accept(new Damage(template));
    }

    private static Predicate<Resource> any() {
        return _ -> true;
    }

    /** The function, or its role. */
    private static Predicate<Resource> of(String function) {
        return resource -> resource.property("/FunctionName").asText().endsWith("-" + function)
                || resource.property("/Description")
                        .asText()
                        .equals("What Keysmith's function " + function + " may do");
    }

    private static String statements() {
        return "/Policies/0/PolicyDocument/Statement";
    }
}
