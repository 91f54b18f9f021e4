package dev.keysmith.functions.rotatesecret;

import java.util.Map;
import java.util.Set;

/**
 * A secret with the labels of its versions.
 *
 * @param arn its ARN, which ends in a hyphen and six random characters
 * @param name its name
 * @param stages the staging labels of each version that has any, by its id
 */
public record VersionedSecret(String arn, String name, Map<String, Set<String>> stages) {

    private static final int ARN_SUFFIX = 7;

    /** Whether a setting means this secret: by its name, its ARN, or its ARN without the random end. */
    boolean isNamed(String nameOrArn) {
        return nameOrArn.equals(name)
                || nameOrArn.equals(arn)
                || (arn.length() > ARN_SUFFIX && nameOrArn.equals(arn.substring(0, arn.length() - ARN_SUFFIX)));
    }

    Set<String> stagesOf(String version) {
        return stages.getOrDefault(version, Set.of());
    }
}
