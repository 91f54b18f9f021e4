package dev.keysmith.local.secrets;

/** A refusal in Secrets Manager's own terms. Its message repeats no secret value. */
final class SecretsManagerFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String type;

    private SecretsManagerFault(String type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    /** The exception's name on the wire, e.g. {@code ResourceNotFoundException}. */
    String type() {
        return type;
    }

    static SecretsManagerFault notFound(String message) {
        return new SecretsManagerFault("ResourceNotFoundException", message);
    }

    static SecretsManagerFault noValue(String which) {
        return notFound("Secrets Manager can't find the specified secret value for " + which);
    }

    static SecretsManagerFault accessDenied(String accessKeyId, String action, String secretId) {
        return new SecretsManagerFault(
                "AccessDeniedException",
                "User: " + accessKeyId + " is not authorized to perform: " + action + " on resource: " + secretId
                        + " because no identity-based policy allows the " + action + " action");
    }

    static SecretsManagerFault unauthenticated() {
        return new SecretsManagerFault("MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    static SecretsManagerFault exists(String message) {
        return new SecretsManagerFault("ResourceExistsException", message);
    }

    static SecretsManagerFault invalidRequest(String message) {
        return new SecretsManagerFault("InvalidRequestException", message);
    }

    static SecretsManagerFault invalidParameter(String message) {
        return new SecretsManagerFault("InvalidParameterException", message);
    }

    static SecretsManagerFault unknownOperation(String operation) {
        return new SecretsManagerFault("UnknownOperationException", "There is no operation " + operation + " here.");
    }

    static SecretsManagerFault serialization() {
        return new SecretsManagerFault("SerializationException", "The request is not a JSON object.");
    }
}
