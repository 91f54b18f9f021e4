package dev.keysmith.functions.ledger.database.rds;

import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.core.settings.Settings;
import dev.keysmith.functions.ledger.database.DatabaseTokens;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * A token is a presigned request: {@code GET https://<host>:<port>/?Action=connect&DBUser=<user>} of the service {@code rds-db},
 * without its scheme. It is good for 15 minutes, and made without a call.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html">IAM authentication</a>
 */
@Singleton
final class RdsTokens implements DatabaseTokens {

    private static final String SCHEME = "https";
    private static final String SERVICE = "rds-db";
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsProvider credentials;
    private final InstantSource clock;
    private final String region;

    RdsTokens(AwsCredentialsProvider credentials, InstantSource clock, Settings settings) {
        this.credentials = credentials;
        this.clock = clock;
        this.region = settings.text("aws.region");
    }

    @Override
    public String token(String host, int port, String user) {
        AwsCredentials identity = identity();
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol(SCHEME)
                .host(host)
                .port(port)
                .encodedPath("/")
                .putRawQueryParameter("Action", "connect")
                .putRawQueryParameter("DBUser", user)
                .build();
        return signer.sign(toSign -> toSign.identity(identity)
                        .request(request)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(
                                AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, LIFETIME)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(clock.instant(), ZoneOffset.UTC)))
                .request()
                .getUri()
                .toString()
                .substring((SCHEME + "://").length());
    }

    private AwsCredentials identity() {
        try {
            return credentials.resolveCredentials();
        } catch (SdkException e) {
            throw new UnavailableException("there are no credentials for the database's token", e);
        }
    }
}
