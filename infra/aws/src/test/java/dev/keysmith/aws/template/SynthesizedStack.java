package dev.keysmith.aws.template;

import java.util.List;

/**
 * A stack after synthesis.
 *
 * @param template its template
 * @param findings what cdk-nag found
 */
record SynthesizedStack(Template template, List<Finding> findings) {}
