package dev.keysmith.functions.api.query;

import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.key.ApiKeyMetadata;
import dev.keysmith.core.updating.VersionCondition;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A key's version as an entity tag (RFC 9110 section 8.8.3), and conditions on it. */
public final class EntityTag {

    private static final String IF_MATCH = "if-match";
    private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7e]*\"";
    private static final Pattern ONE = Pattern.compile(TAG);
    /** A list as a recipient has to take it, empty elements included (section 5.6.1.2). It goes back over no character. */
    private static final Pattern LIST =
            Pattern.compile("[ \\t]*+(?:%1$s)?+(?:[ \\t]*+,[ \\t]*+(?:%1$s)?+)*+[ \\t]*+".formatted(TAG));
    /** The tag of a version as {@link #of} writes it: an equal number in other digits is another tag. */
    private static final Pattern VERSION = Pattern.compile("\"([1-9][0-9]{0,17})\"");

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
        String list = String.join(",", values);
        List<String> tags = ONE.matcher(list).results().map(MatchResult::group).toList();
        if (tags.isEmpty() || !LIST.matcher(list).matches()) {
            throw new ProblemException(
                    ErrorCode.REQUEST_INVALID, "If-Match must be * or a list of entity tags", List.of());
        }
        Set<Long> versions = tags.stream()
                .map(VERSION::matcher)
                .filter(Matcher::matches)
                .map(version -> Long.valueOf(version.group(1)))
                .collect(Collectors.toSet());
        return new VersionCondition.OneOf(versions);
    }
}
