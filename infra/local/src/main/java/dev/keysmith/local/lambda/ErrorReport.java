package dev.keysmith.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.keysmith.local.lambda.InvocationResult.FunctionError;
import java.io.IOException;

/** The error object that a runtime sends: {@code errorType} and {@code errorMessage}. */
final class ErrorReport {

    private static final JsonMapper JSON = new JsonMapper();

    private ErrorReport() {}

    static FunctionError parse(byte[] body) {
        try {
            JsonNode error = JSON.readTree(body);
            return new FunctionError(
                    error.path("errorType").asText("Unknown"),
                    error.path("errorMessage").asText(""));
        } catch (IOException e) {
            return new FunctionError("Unknown", "The runtime's error report is not JSON");
        }
    }
}
