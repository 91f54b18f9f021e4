package dev.keysmith.local.gateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An authorizer that does what the request's {@code x-do} header says. */
public final class GateHandler implements RequestStreamHandler {

    private static final Pattern COMMAND = Pattern.compile("\"x-do\":\"([a-z]+)\"");
    private static final Pattern METHOD_ARN = Pattern.compile("\"methodArn\":\"([^\"]+)\"");

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        String effect =
                switch (find(COMMAND, event)) {
                    case "allow" -> "Allow";
                    case "deny" -> "Deny";
                    case "die" -> {
                        Runtime.getRuntime().halt(1);
                        yield "";
                    }
                    default -> throw new IllegalStateException("Unauthorized");
                };
        output.write(
                ("{\"principalId\":\"k1\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\""
                                + effect + "\",\"Action\":\"execute-api:Invoke\",\"Resource\":\""
                                + find(METHOD_ARN, event)
                                + "\"}]},\"context\":{\"code\":\"scope_insufficient\"},\"usageIdentifierKey\":\""
                                + TestApi.USAGE_KEY + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
