package dev.keysmith.aws.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** What an ARN in a policy stands for, by the names of {@code PolicyPromises}: {@code keys/index/owner}, {@code verification}. */
final class ResourceNames {

    private final Template template;

    ResourceNames(Template template) {
        this.template = template;
    }

    String name(JsonNode arn) {
        if (arn.isTextual()) {
            return arn.asText();
        }
        JsonNode join = arn.path("Fn::Join");
        if (join.isArray()) {
            String joined =
                    Statements.list(join.path(1)).stream().map(this::name).collect(Collectors.joining());
            return joined.contains(":rds-db:") ? "user " + joined.substring(joined.lastIndexOf('/') + 1) : joined;
        }
        Resource resource = template.resource(Template.target(arn));
        return switch (resource.type()) {
            case "AWS::DynamoDB::Table" -> last(resource, "/TableName", "-") + (isStream(arn) ? "/stream" : "");
            case "AWS::SecretsManager::Secret" -> last(resource, "/Name", "/");
            case "AWS::SecretsManager::SecretTargetAttachment" -> "owner";
            case "AWS::S3::Bucket" -> "store";
            default -> arn.toString();
        };
    }

    private static boolean isStream(JsonNode arn) {
        return arn.at("/Fn::GetAtt/1").asText().equals("StreamArn");
    }

    private static String last(Resource resource, String property, String separator) {
        String name = resource.property(property).asText();
        return name.substring(name.lastIndexOf(separator) + 1);
    }
}
