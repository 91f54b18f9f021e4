package dev.keysmith.local.secrets;

/** Who may do what, as identity policies say it on AWS. */
@FunctionalInterface
public interface AccessPolicy {

    /**
     * Whether a caller may do this to this secret.
     *
     * @param accessKeyId the caller's access key id
     * @param action the action as policies name it, e.g. {@code secretsmanager:GetSecretValue}
     * @param secretName the secret's name
     */
    boolean allows(String accessKeyId, String action, String secretName);
}
