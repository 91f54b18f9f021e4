package dev.keysmith.local.gateway;

/**
 * Why the gateway answers by itself, with API Gateway's default status, message and error type.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html">types</a>
 */
enum ResponseType {
    ACCESS_DENIED(403, "User is not authorized to access this resource", "AccessDeniedException"),
    API_CONFIGURATION_ERROR(500, "Internal server error", "InternalServerErrorException"),
    AUTHORIZER_CONFIGURATION_ERROR(500, "Internal server error", "AuthorizerConfigurationException"),
    AUTHORIZER_FAILURE(500, "Internal server error", "AuthorizerFailureException"),
    INTEGRATION_TIMEOUT(504, "Endpoint request timed out", "InternalServerErrorException"),
    INVALID_API_KEY(403, "Forbidden", "ForbiddenException"),
    MISSING_AUTHENTICATION_TOKEN(403, "Missing Authentication Token", "MissingAuthenticationTokenException"),
    REQUEST_TOO_LARGE(413, "Request Too Long", "RequestTooLongException"),
    THROTTLED(429, "Too Many Requests", "TooManyRequestsException"),
    UNAUTHORIZED(401, "Unauthorized", "UnauthorizedException"),

    // API Gateway has no types of its own for these: the defaults stand for them.
    BAD_REQUEST("DEFAULT_4XX", 400, "Bad Request", "BadRequestException"),
    HEADERS_TOO_LARGE("DEFAULT_4XX", 431, "Request Header Fields Too Large", "BadRequestException"),
    BAD_GATEWAY("DEFAULT_5XX", 502, "Internal server error", "InternalServerErrorException"),
    INTERNAL_ERROR("DEFAULT_5XX", 500, "Internal server error", "InternalServerErrorException");

    private final String wireName;
    private final int status;
    private final String message;
    private final String errorType;

    ResponseType(int status, String message, String errorType) {
        this.wireName = name();
        this.status = status;
        this.message = message;
        this.errorType = errorType;
    }

    ResponseType(String wireName, int status, String message, String errorType) {
        this.wireName = wireName;
        this.status = status;
        this.message = message;
        this.errorType = errorType;
    }

    /** {@code $context.error.responseType}. */
    String wireName() {
        return wireName;
    }

    int status() {
        return status;
    }

    String message() {
        return message;
    }

    String errorType() {
        return errorType;
    }

    /** The type whose customisation applies where this one has none. */
    String fallback() {
        return status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
    }
}
