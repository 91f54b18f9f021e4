package dev.keysmith.functions.api.query;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.error.FieldError;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a request's query strictly, and collects what is wrong with it. A parameter is pointed at by {@code ?name}. */
public final class Query {

    private final Map<String, List<String>> parameters;
    private final List<FieldError> errors = new ArrayList<>();

    private Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /** The query of a request that takes these parameters, each once. */
    public static Query of(GatewayRequest request, Set<String> known) {
        Query query = new Query(request.query());
        query.parameters.forEach((name, values) -> {
            if (!known.contains(name)) {
                query.refuse("", "has an unknown parameter");
            } else if (values.size() != 1) {
                query.refuse(name, "must be given once");
            }
        });
        return query;
    }

    /** A parameter's value as the parser reads it; empty where it is missing, or refused. */
    public <T> Optional<T> find(String name, Function<String, Optional<T>> parser, String requirement) {
        Optional<String> text = Optional.ofNullable(parameters.get(name)).map(List::getFirst);
        Optional<T> value = text.flatMap(parser);
        if (text.isPresent() && value.isEmpty()) {
            refuse(name, requirement);
        }
        return value;
    }

    /** A whole number from 1 to a bound. */
    public int number(String name, int byDefault, int most) {
        return find(
                        name,
                        text -> text.matches("[1-9][0-9]{0,8}")
                                ? Optional.of(Integer.valueOf(text)).filter(number -> number <= most)
                                : Optional.empty(),
                        "must be a whole number from 1 to " + most)
                .orElse(byDefault);
    }

    /** Notes that a parameter is not what is required of it and others together. */
    public void require(boolean condition, String name, String requirement) {
        if (!condition) {
            refuse(name, requirement);
        }
    }

    /** Ends the request with a problem 400 where anything was wrong. */
    public void requireValid() {
        if (!errors.isEmpty()) {
            throw new ProblemException(ErrorCode.REQUEST_INVALID, "The query is not what this resource takes", errors);
        }
    }

    private void refuse(String name, String requirement) {
        errors.add(new FieldError("?" + name, requirement));
    }
}
