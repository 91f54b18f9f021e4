package dev.keysmith.aws.ledger;

import dev.keysmith.aws.Named;
import dev.keysmith.blueprint.ScheduleSpec;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Permission;
import software.constructs.Construct;

/** Invokes functions again and again; each rule may invoke its function alone. */
public final class LedgerSchedules extends Construct {

    /** A rule for each, named {@code <deployment>-<schedule>}. */
    public LedgerSchedules(
            Construct scope, String id, String deployment, List<ScheduleSpec> specs, Map<String, Alias> functions) {
        super(scope, id);
        for (ScheduleSpec spec : specs) {
            Alias alias = Named.get(functions, "function", spec.function());
            CfnRule rule = CfnRule.Builder.create(this, spec.name())
                    .name(deployment + "-" + spec.name())
                    .scheduleExpression(rate(spec.rate().toMinutes()))
                    .state("ENABLED")
                    .targets(List.of(CfnRule.TargetProperty.builder()
                            .id(spec.function())
                            .arn(alias.getFunctionArn())
                            .input(spec.input())
                            .build()))
                    .build();
            alias.addPermission(
                    "Schedule " + spec.name(),
                    Permission.builder()
                            .principal(new ServicePrincipal("events.amazonaws.com"))
                            .sourceArn(rule.getAttrArn())
                            .build());
        }
    }

    private static String rate(long minutes) {
        return "rate(" + minutes + (minutes == 1 ? " minute)" : " minutes)");
    }
}
