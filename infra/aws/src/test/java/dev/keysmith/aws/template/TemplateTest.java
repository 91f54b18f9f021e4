package dev.keysmith.aws.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.aws.testing.NeedsNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NeedsNode
class TemplateTest {

    @ParameterizedTest
    @EnumSource
    void deploymentKeepsItsPromises(Promise promise) {
        assertThat(promise.breaches(Synthesis.standard().template())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void deploymentWithEveryChoiceKeepsThemToo(Promise promise) {
        assertThat(promise.breaches(Synthesis.everyChoice().template())).isEmpty();
    }
}
