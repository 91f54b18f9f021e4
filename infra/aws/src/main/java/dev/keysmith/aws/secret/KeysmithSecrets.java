package dev.keysmith.aws.secret;

import dev.keysmith.aws.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.secretsmanager.CfnSecret;
import software.constructs.Construct;

/**
 * The secrets, without a value: the function {@code bootstrap} makes the first ones, so that none is ever in a template.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html">an empty
 *     secret</a>
 */
public final class KeysmithSecrets extends Construct {

    private final Map<String, CfnSecret> secrets = new LinkedHashMap<>();

    /** Makes one of each name; what each is for is its description. */
    public KeysmithSecrets(
            Construct scope,
            String id,
            Map<String, String> descriptions,
            Optional<IKey> encryptionKey,
            boolean disposable) {
        super(scope, id);
        descriptions.forEach((name, description) -> {
            CfnSecret.Builder builder =
                    CfnSecret.Builder.create(this, name).name(name).description(description);
            encryptionKey.ifPresent(key -> builder.kmsKeyId(key.getKeyArn()));
            CfnSecret secret = builder.build();
            secret.applyRemovalPolicy(disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
            secrets.put(name, secret);
        });
    }

    /** The whole ARN of the secret of this name. */
    public String arn(String name) {
        return Named.get(secrets, "secret", name).getRef();
    }

    /** All names. */
    public List<String> names() {
        return List.copyOf(secrets.keySet());
    }
}
