package dev.keysmith.aws.function;

import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.logs.RetentionDays;

/**
 * What a deployment's functions have in common.
 *
 * @param deployment the deployment's name; functions are named {@code <deployment>-<function>}
 * @param project the folder that the blueprint's artifacts are relative to: Keysmith's root, after a build
 * @param architecture the processors that they run on
 * @param logRetention how long CloudWatch keeps their log
 * @param arns what names in their permissions stand for
 * @param encryptionKey the customer's key of tables and secrets, where there is one
 * @param network where functions are that reach the database; empty where none does
 */
public record FunctionHost(
        String deployment,
        Path project,
        Architecture architecture,
        RetentionDays logRetention,
        ResourceArns arns,
        Optional<IKey> encryptionKey,
        Optional<FunctionNetwork> network) {}
