package dev.keysmith.aws.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.aws.testing.NeedsNode;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NeedsNode
class MutationTest {

    @ParameterizedTest
    @EnumSource
    void mutationBreaksAPromise(Mutation mutation) {
        Template template = Synthesis.standard().template().copy();
        mutation.apply(template);
        assertThat(mutation.broken().breaches(template)).isNotEmpty();
    }

    @Test
    void everyPromiseWasSeenToBreak() {
        Set<Promise> broken = EnumSet.noneOf(Promise.class);
        for (Mutation mutation : Mutation.values()) {
            broken.add(mutation.broken());
        }
        assertThat(broken).containsExactlyInAnyOrder(Promise.values());
    }
}
