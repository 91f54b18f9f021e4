package dev.keysmith.authorizer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the authorizer needs of API Gateway's REQUEST event.
 *
 * @param format which form the answer must have
 * @param route the route that the gateway matched
 * @param arn the ARN of the method that was called; its path is the client's text
 * @param headers name to all values
 * @param sourceIp the address that the gateway saw; empty where it names none
 */
record AuthorizerEvent(
        Format format, RouteKey route, String arn, Map<String, List<String>> headers, Optional<String> sourceIp) {

    /** The kinds of API that ask. */
    enum Format {
        /** REST API: answered by an IAM policy. */
        REST,
        /** HTTP API, payload format 2.0: answered by the simple response. */
        HTTP
    }

    /** The ARN's part that the gateway alone determines: {@code arn:aws:execute-api:region:account:api/stage/}. */
    String arnPrefix() {
        int api = arn.indexOf('/');
        int stage = arn.indexOf('/', api + 1);
        if (api < 0 || stage < 0) {
            throw new IllegalArgumentException("not an execute-api ARN");
        }
        return arn.substring(0, stage + 1);
    }

    /** Without headers: they hold the credential. */
    @Override
    public String toString() {
        return "AuthorizerEvent[" + format + " " + route + "]";
    }
}
