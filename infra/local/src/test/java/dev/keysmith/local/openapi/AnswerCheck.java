package dev.keysmith.local.openapi;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds an answer to its operation: status, headers, media type, body. */
final class AnswerCheck {

    private final ApiDocument document;

    AnswerCheck(ApiDocument document) {
        this.document = document;
    }

    Stream<String> violations(Operation operation, Exchange.Answer answer) {
        return operation
                .response(answer.status())
                .map(response -> Stream.concat(headers(response, answer), body(response, answer)))
                .orElseGet(() -> Stream.of("status " + answer.status() + " is not documented"));
    }

    private Stream<String> headers(Located response, Exchange.Answer answer) {
        return response.find("headers").stream().flatMap(Located::children).flatMap(header -> {
            Optional<String> value = answer.header(header.getKey());
            if (value.isEmpty()) {
                return header.getValue().node().path("required").asBoolean()
                        ? Stream.of("header " + header.getKey() + " is missing")
                        : Stream.empty();
            }
            return document.violations(header.getValue().get("schema"), TextNode.valueOf(value.get())).stream()
                    .map(violation -> "header " + header.getKey() + violation);
        });
    }

    private Stream<String> body(Located response, Exchange.Answer answer) {
        Optional<Located> content = response.find("content");
        if (content.isEmpty()) {
            return answer.body().length == 0 ? Stream.empty() : Stream.of("the answer has an undocumented body");
        }
        String type = MediaType.of(answer.header("content-type"));
        return content.get()
                .find(type)
                .map(media -> MediaType.read(type, answer.body())
                        .map(value -> document.violations(media.get("schema"), value).stream()
                                .map(violation -> "answer " + violation))
                        .orElseGet(() -> Stream.of("the answer's body is not " + type)))
                .orElseGet(() -> Stream.of("the answer's content type '" + type + "' is not documented"));
    }
}
