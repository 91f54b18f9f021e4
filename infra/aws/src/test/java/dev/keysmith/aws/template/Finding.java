package dev.keysmith.aws.template;

/**
 * What cdk-nag found.
 *
 * @param path the construct
 * @param rule the rule, with the particular finding in brackets where the rule has several
 */
record Finding(String path, String rule) {

    static Finding of(String path, String message) {
        return new Finding(path, message.substring(0, message.indexOf(": ")));
    }
}
