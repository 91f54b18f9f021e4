package dev.keysmith.aws.template;

import java.util.stream.Stream;

final class SecretPromises {

    private static final String SECRET = "AWS::SecretsManager::Secret";
    private static final int SECRETS = 4;

    private SecretPromises() {}

    /** The database's owner has a generated password; all else is made by the function {@code bootstrap}. */
    static Stream<String> noValue(Template template) {
        return Breaches.unlessAll(
                template,
                SECRET,
                SECRETS,
                secret -> secret.property("/SecretString").isMissingNode()
                        && (secret.property("/GenerateSecretString").isMissingNode() || isOwners(secret)));
    }

    private static boolean isOwners(Resource secret) {
        return secret.property("/Name").isMissingNode()
                && secret.property("/GenerateSecretString/GenerateStringKey")
                        .asText()
                        .equals("password");
    }

    static Stream<String> areKept(Template template) {
        return Breaches.unlessAll(
                template,
                SECRET,
                SECRETS,
                secret -> isOwners(secret)
                        || (secret.json().path("DeletionPolicy").asText().equals("Retain")
                                && secret.json()
                                        .path("UpdateReplacePolicy")
                                        .asText()
                                        .equals("Retain")));
    }

    static Stream<String> areRotatedLater(Template template) {
        return Breaches.unlessAll(
                template,
                "AWS::SecretsManager::RotationSchedule",
                3,
                schedule -> schedule.has("/RotateImmediatelyOnUpdate", "false")
                        && schedule.property("/RotationRules/ScheduleExpression")
                                .asText()
                                .startsWith("rate(")
                        && schedule.json().path("DependsOn").toString().contains("AtDeploymentbootstrap"));
    }
}
