package dev.keysmith.aws.api;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.Stage;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/**
 * AWS WAF before an API: addresses that AWS knows for attacks are refused, and each address has a limit.
 *
 * @see <a href="https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html">Rate-based rules</a>
 */
public final class Firewall extends Construct {

    /** The most requests of one address in five minutes: 100 a second. */
    private static final int REQUESTS_OF_AN_ADDRESS = 30_000;

    /** Puts it before {@code stage}. */
    public Firewall(Construct scope, String id, String name, Stage stage) {
        super(scope, id);
        CfnWebACL acl = CfnWebACL.Builder.create(this, "WebAcl")
                .name(name)
                .scope("REGIONAL")
                .defaultAction(CfnWebACL.DefaultActionProperty.builder()
                        .allow(CfnWebACL.AllowActionProperty.builder().build())
                        .build())
                .visibilityConfig(counted(name))
                .rules(List.of(reputation(name), perAddress(name)))
                .build();
        CfnWebACLAssociation.Builder.create(this, "Association")
                .webAclArn(acl.getAttrArn())
                .resourceArn(stage.getStageArn())
                .build();
    }

    private static CfnWebACL.RuleProperty reputation(String name) {
        return CfnWebACL.RuleProperty.builder()
                .name("reputation")
                .priority(0)
                .overrideAction(CfnWebACL.OverrideActionProperty.builder()
                        .none(Map.of())
                        .build())
                .statement(CfnWebACL.StatementProperty.builder()
                        .managedRuleGroupStatement(CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                                .vendorName("AWS")
                                .name("AWSManagedRulesAmazonIpReputationList")
                                .build())
                        .build())
                .visibilityConfig(counted(name + "-reputation"))
                .build();
    }

    private static CfnWebACL.RuleProperty perAddress(String name) {
        return CfnWebACL.RuleProperty.builder()
                .name("per-address")
                .priority(1)
                .action(CfnWebACL.RuleActionProperty.builder()
                        .block(CfnWebACL.BlockActionProperty.builder().build())
                        .build())
                .statement(CfnWebACL.StatementProperty.builder()
                        .rateBasedStatement(CfnWebACL.RateBasedStatementProperty.builder()
                                .aggregateKeyType("IP")
                                .limit(REQUESTS_OF_AN_ADDRESS)
                                .build())
                        .build())
                .visibilityConfig(counted(name + "-per-address"))
                .build();
    }

    /** Samples would hold requests' headers. */
    private static CfnWebACL.VisibilityConfigProperty counted(String metric) {
        return CfnWebACL.VisibilityConfigProperty.builder()
                .metricName(metric)
                .cloudWatchMetricsEnabled(true)
                .sampledRequestsEnabled(false)
                .build();
    }
}
