package dev.keysmith.aws.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Stream;

/** Who may invoke functions. They trust what API Gateway's authorizer put into the event, so nobody else may make one. */
final class InvocationPromises {

    private static final Set<String> SERVICES =
            Set.of("apigateway.amazonaws.com", "events.amazonaws.com", "secretsmanager.amazonaws.com");

    private InvocationPromises() {}

    static Stream<String> onlyByTheirServices(Template template) {
        return Breaches.unlessAll(template, "AWS::Lambda::Permission", 20, permission -> {
            String source = permission.property("/SourceArn").toString();
            return permission.has("/Action", "lambda:InvokeFunction")
                    && SERVICES.contains(permission.property("/Principal").asText())
                    && permission.property("/FunctionUrlAuthType").isMissingNode()
                    && isOneThing(permission, source);
        });
    }

    /** Of API Gateway: a method of this API, or its authorizer; else a resource of this template. */
    private static boolean isOneThing(Resource permission, String source) {
        if (!permission.has("/Principal", "apigateway.amazonaws.com")) {
            return !source.isEmpty() && !source.contains("*");
        }
        return source.contains("\"Ref\":\"Api") && !source.contains("/*/*") && !source.contains("\"/*\"");
    }

    /** But for what the CDK itself calls at a deployment. */
    static Stream<String> nobodyByPolicy(Template template) {
        return template.resources("AWS::IAM::Role")
                .filter(role -> !role.id().startsWith("AWSCDKTrigger"))
                .flatMap(Statements::ofRole)
                .flatMap(statement -> Statements.list(statement.path("Action")).stream())
                .map(JsonNode::asText)
                .filter(action -> action.startsWith("lambda:"))
                .map(action -> "a role may " + action);
    }
}
