package dev.keysmith.aws.database;

import dev.keysmith.aws.function.FunctionNetwork;
import dev.keysmith.blueprint.DatabaseAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.LayerVersion;
import software.amazon.awscdk.services.rds.AuroraPostgresClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;
import software.amazon.awscdk.services.rds.BackupProps;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.rds.ServerlessV2ClusterInstanceProps;
import software.amazon.awscdk.services.s3.assets.AssetOptions;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/**
 * The ledger's PostgreSQL: Aurora Serverless v2, which pauses when nobody is connected and takes some 15 seconds to wake. Writer and
 * reader come by IAM, over TLS alone; the owner's password is generated, and only the migration uses it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html">Scaling to zero</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html">IAM authentication</a>
 */
public final class LedgerDatabase extends Construct {

    private static final String DATABASE = "keysmith";
    private static final String OWNER = "keysmith_owner";
    private static final String WRITER = "keysmith_writer";
    private static final String READER = "keysmith_reader";
    private static final int PORT = 5432;
    private static final int BACKUP_DAYS = 14;
    private static final int AUTO_PAUSE_MINUTES = 5;

    /** Where a layer's files are. */
    private static final String LAYER_FOLDER = "/opt/";

    private final DatabaseCluster cluster;
    private final FunctionNetwork functions;
    private final String caPath;

    /**
     * Makes it in {@code network}.
     *
     * @param certificates a folder with one file, the certificates of RDS's authorities (PEM)
     * @param maxCapacity the most capacity, in ACU (2 GiB of memory each)
     */
    public LedgerDatabase(
            Construct scope,
            String id,
            LedgerNetwork network,
            Path certificates,
            Architecture architecture,
            double maxCapacity,
            Optional<IKey> encryptionKey,
            boolean disposable) {
        super(scope, id);
        SecurityGroup access = SecurityGroup.Builder.create(this, "Access")
                .vpc(network.vpc())
                .description("Keysmith ledger: the database, reached by the ledger functions alone")
                .allowAllOutbound(false)
                .build();
        access.addIngressRule(network.functions(), Port.tcp(PORT), "PostgreSQL from the ledger functions");
        network.functions().addEgressRule(access, Port.tcp(PORT), "PostgreSQL of the ledger");
        DatabaseCluster.Builder builder = DatabaseCluster.Builder.create(this, "Cluster")
                .engine(DatabaseClusterEngine.auroraPostgres(AuroraPostgresClusterEngineProps.builder()
                        .version(AuroraPostgresEngineVersion.VER_17_6)
                        .build()))
                .writer(ClusterInstance.serverlessV2(
                        "Writer",
                        ServerlessV2ClusterInstanceProps.builder()
                                .publiclyAccessible(false)
                                .autoMinorVersionUpgrade(true)
                                .build()))
                .serverlessV2MinCapacity(0)
                .serverlessV2MaxCapacity(maxCapacity)
                .serverlessV2AutoPauseDuration(Duration.minutes(AUTO_PAUSE_MINUTES))
                .vpc(network.vpc())
                .vpcSubnets(network.subnets())
                .securityGroups(List.of(access))
                .defaultDatabaseName(DATABASE)
                .credentials(Credentials.fromGeneratedSecret(OWNER))
                .iamAuthentication(true)
                .parameters(Map.of("rds.force_ssl", "1"))
                .storageEncrypted(true)
                .backup(BackupProps.builder()
                        .retention(Duration.days(BACKUP_DAYS))
                        .build())
                .deletionProtection(!disposable)
                .removalPolicy(disposable ? RemovalPolicy.DESTROY : RemovalPolicy.SNAPSHOT);
        encryptionKey.ifPresent(builder::storageEncryptionKey);
        cluster = builder.build();
        LayerVersion layer = LayerVersion.Builder.create(this, "Certificates")
                .description("The certificates that the database's is signed by")
                .code(Code.fromAsset(
                        certificates.toAbsolutePath().resolveSibling("").toString(), onlyThis(certificates)))
                .compatibleArchitectures(List.of(architecture))
                .build();
        caPath = LAYER_FOLDER + certificates.getFileName();
        functions = new FunctionNetwork(network.vpc(), network.subnets(), network.functions(), List.of(layer));
    }

    private static AssetOptions onlyThis(Path file) {
        return AssetOptions.builder()
                .exclude(List.of("*", "!" + file.getFileName()))
                .build();
    }

    /** How the functions come to it. */
    public DatabaseAccess.Iam access() {
        return new DatabaseAccess.Iam(
                ownerSecret().getSecretArn(),
                cluster.getClusterEndpoint().getHostname(),
                Integer.toString(PORT),
                DATABASE,
                WRITER,
                READER,
                caPath);
    }

    /** Where functions are that reach it. */
    public FunctionNetwork functions() {
        return functions;
    }

    /** The owner's secret. */
    public ISecret ownerSecret() {
        ISecret secret = cluster.getSecret();
        if (secret == null) {
            throw new IllegalStateException("the cluster generates its owner's password");
        }
        return secret;
    }

    /** The users that come by IAM, each with its ARN for {@code rds-db:connect}. */
    public Map<String, String> userArns() {
        return Map.of(WRITER, userArn(WRITER), READER, userArn(READER));
    }

    private String userArn(String user) {
        return Stack.of(this)
                .formatArn(ArnComponents.builder()
                        .service("rds-db")
                        .resource("dbuser")
                        .resourceName(cluster.getClusterResourceIdentifier() + "/" + user)
                        .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                        .build());
    }

    /** The cluster, for what has to wait for it. */
    public DatabaseCluster cluster() {
        return cluster;
    }
}
