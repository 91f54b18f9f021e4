package dev.keysmith.aws.secret;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Permission;
import software.amazon.awscdk.services.secretsmanager.CfnRotationSchedule;
import software.constructs.Construct;

/**
 * Rotates secrets on schedule. Secrets Manager, for these secrets, is all that may invoke the function that does it.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets_lambda.html">Rotation by Lambda function</a>
 */
public final class SecretRotations extends Construct {

    /** Each of {@code names} is rotated every {@code interval}; never at a deployment, since a new secret has no value before it. */
    public SecretRotations(
            Construct scope,
            String id,
            KeysmithSecrets secrets,
            List<String> names,
            Function rotation,
            Duration interval) {
        super(scope, id);
        for (String name : names) {
            String arn = secrets.arn(name);
            rotation.addPermission(
                    "Rotate " + name,
                    Permission.builder()
                            .principal(new ServicePrincipal("secretsmanager.amazonaws.com"))
                            .sourceAccount(Stack.of(this).getAccount())
                            .sourceArn(arn)
                            .build());
            CfnRotationSchedule schedule = CfnRotationSchedule.Builder.create(this, name)
                    .secretId(arn)
                    .rotationLambdaArn(rotation.getFunctionArn())
                    .rotateImmediatelyOnUpdate(false)
                    .rotationRules(CfnRotationSchedule.RotationRulesProperty.builder()
                            .scheduleExpression("rate(" + interval.toDays() + " days)")
                            .build())
                    .build();
            schedule.getNode().addDependency(rotation);
        }
    }
}
