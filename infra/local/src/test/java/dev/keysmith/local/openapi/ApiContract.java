package dev.keysmith.local.openapi;

import java.util.List;
import java.util.stream.Stream;

/**
 * Holds exchanges to the document: every answer, and each request that had success. A request that was refused may have been
 * bad on purpose.
 */
public final class ApiContract {

    private final ApiDocument document;
    private final RequestCheck requests;
    private final AnswerCheck answers;

    ApiContract(ApiDocument document) {
        this.document = document;
        this.requests = new RequestCheck(document);
        this.answers = new AnswerCheck(document);
    }

    /** What Keysmith's own document promises. */
    public static ApiContract keysmith() {
        return new ApiContract(ApiDocument.keysmith());
    }

    /** Throws an {@link AssertionError} that says where an exchange and the document differ. */
    public void require(Exchange exchange) {
        List<String> violations = violations(exchange);
        if (!violations.isEmpty()) {
            throw new AssertionError(
                    exchange + " is not as docs/openapi.yaml says:\n  " + String.join("\n  ", violations));
        }
    }

    /** Where the exchange and the document differ; empty where they do not. */
    List<String> violations(Exchange exchange) {
        Exchange.Request request = exchange.request();
        return document.find(request.method(), request.uri().getRawPath())
                .map(operation -> Stream.concat(
                                answers.violations(operation, exchange.answer()),
                                exchange.answer().isSuccess()
                                        ? requests.violations(operation, request)
                                        : Stream.<String>empty())
                        .toList())
                .orElseGet(() -> ofNoOperation(exchange.answer()));
    }

    /** What is not described is refused, with a problem. */
    private List<String> ofNoOperation(Exchange.Answer answer) {
        if (answer.status() < 400 || answer.status() > 499) {
            return List.of("no operation is described, and the answer is no 4xx");
        }
        if (!MediaType.of(answer.header("content-type")).equals("application/problem+json")) {
            return List.of("no operation is described, and the answer is no problem");
        }
        Located problem = document.root().get("components").get("schemas").get("AnyProblem");
        return MediaType.json(answer.body())
                .map(body -> document.violations(problem, body))
                .orElse(List.of("the answer's body is not JSON"));
    }
}
