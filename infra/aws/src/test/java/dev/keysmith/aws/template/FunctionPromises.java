package dev.keysmith.aws.template;

import dev.keysmith.blueprint.Blueprint;
import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.blueprint.Naming;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

final class FunctionPromises {

    static final String FUNCTION = "AWS::Lambda::Function";

    private static final List<FunctionSpec> SPECS =
            Blueprint.of(Naming.standard()).functions();

    /** What is invoked by people, by streams, or by schedules of minutes. */
    private static final Set<String> PLAIN = Set.of(Blueprint.BOOTSTRAP, Blueprint.LEDGER_MIGRATE, Blueprint.ROTATION);

    private FunctionPromises() {}

    /** The function of the blueprint; the CDK has one of its own, which calls at deployments. */
    static Stream<Resource> ofTheBlueprint(Template template, FunctionSpec spec) {
        return template.resources(FUNCTION)
                .filter(function -> function.property("/FunctionName").asText().endsWith("-" + spec.name()))
                .filter(function -> function.has("/Handler", spec.handler()));
    }

    private static Stream<String> each(Template template, Demand demand) {
        return SPECS.stream().flatMap(spec -> {
            List<Resource> found = ofTheBlueprint(template, spec).toList();
            return found.size() != 1
                    ? Stream.of(spec.name() + " is there " + found.size() + " times")
                    : Stream.of(found.getFirst())
                            .filter(function -> !demand.isMet(spec, function))
                            .map(function -> spec.name() + " is not as it must be");
        });
    }

    private interface Demand {
        boolean isMet(FunctionSpec spec, Resource function);
    }

    static Stream<String> runOnJava25(Template template) {
        return each(
                template,
                (spec, function) -> function.has("/Runtime", "java25")
                        && function.has("/Architectures/0", "arm64")
                        && function.has("/MemorySize", Integer.toString(spec.memoryMegabytes()))
                        && function.has("/Timeout", Long.toString(spec.timeout().toSeconds()))
                        && function.has("/TracingConfig/Mode", "Active"));
    }

    static Stream<String> startFromASnapshot(Template template) {
        return each(
                template,
                (spec, function) -> PLAIN.contains(spec.name())
                        || (function.has("/SnapStart/ApplyOn", "PublishedVersions") && hasAlias(template, function)));
    }

    private static boolean hasAlias(Template template, Resource function) {
        return template.resources("AWS::Lambda::Alias")
                .anyMatch(alias ->
                        Template.target(alias.property("/FunctionName")).equals(function.id()));
    }

    static Stream<String> keepALogForATime(Template template) {
        return each(
                template,
                (_, function) -> template.resource(Template.target(function.property("/LoggingConfig/LogGroup")))
                                .property("/RetentionInDays")
                                .asInt()
                        > 0);
    }

    static Stream<String> decisionsNeedNoNetwork(Template template) {
        return each(
                template,
                (spec, function) ->
                        spec.database() != function.property("/VpcConfig").isMissingNode());
    }
}
