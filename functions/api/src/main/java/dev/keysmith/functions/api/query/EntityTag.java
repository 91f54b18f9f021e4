package dev.keysmith.functions.api.query;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.updating.VersionCondition;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A key's version as an entity tag (RFC 9110 section 8.8.3), and conditions on it. */
public final class EntityTag {

    private static final String IF_MATCH = "if-match";
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e]*)\"");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

    private EntityTag() {}

    /** The tag of a key as it is, quotes included. */
    public static String of(ApiKeyMetadata key) {
        return "\"" + key.version() + "\"";
    }

    /**
     * The request's {@code If-Match} (section 13.1.1): any version where there is none. Tags are compared strongly, so a weak one
     * matches nothing. Throws a problem 400 for what is no list of tags.
     */
    public static VersionCondition ifMatch(GatewayRequest request) {
        List<String> values = request.header(IF_MATCH);
        if (values.isEmpty() || values.stream().allMatch(value -> value.strip().equals("*"))) {
            return new VersionCondition.Any();
        }
        Set<Long> versions = values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .map(EntityTag::matcher)
                .filter(tag ->
                        tag.group(1) == null && VERSION.matcher(tag.group(2)).matches())
                .map(tag -> Long.valueOf(tag.group(2)))
                .collect(Collectors.toSet());
        return new VersionCondition.OneOf(versions);
    }

    private static Matcher matcher(String text) {
        Matcher tag = TAG.matcher(text);
        if (!tag.matches()) {
            throw new ProblemException(
                    ErrorCode.REQUEST_INVALID, "If-Match must be * or a list of entity tags", List.of());
        }
        return tag;
    }
}
