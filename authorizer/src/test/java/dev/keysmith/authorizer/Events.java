package dev.keysmith.authorizer;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Authorizer events as AWS documents them. */
final class Events {

    private static final String ARN = "arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/v1/";

    private Events() {}

    static String rest(String method, String resource, String path, String headers) {
        return """
                {"type":"REQUEST","methodArn":"%s%s%s","resource":"%s","path":"%s","httpMethod":"%s",
                 "headers":{"x-forwarded-for":"203.0.113.9"},"multiValueHeaders":{%s},
                 "queryStringParameters":{"QueryString1":"queryValue1"},"pathParameters":{},"stageVariables":null,
                 "requestContext":{"path":"/v1/x","accountId":"123456789012","resourceId":"05c7jb","stage":"v1",
                   "requestId":"r-1","identity":{"apiKey":null,"sourceIp":"192.0.2.1"},
                   "resourcePath":"/decoy","httpMethod":"DELETE","apiId":"abcdef1234"}}""".formatted(ARN, method, path, resource, path, method, headers);
    }

    static String http(String routeKey, String headers) {
        return http(routeKey, "DELETE", headers);
    }

    static String http(String routeKey, String calledMethod, String headers) {
        return """
                {"version":"2.0","type":"REQUEST","routeArn":"%sGET/decoy","identitySource":null,"routeKey":"%s",
                 "rawPath":"/decoy","rawQueryString":"","cookies":[],"headers":{%s},
                 "requestContext":{"accountId":"123456789012","apiId":"abcdef1234","domainName":"id.example.com",
                   "http":{"method":"%s","path":"/decoy","protocol":"HTTP/1.1","sourceIp":"192.0.2.1"},
                   "requestId":"id","routeKey":"$default","stage":"v1"},"pathParameters":{},"stageVariables":{}}""".formatted(ARN, routeKey, headers, calledMethod);
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
