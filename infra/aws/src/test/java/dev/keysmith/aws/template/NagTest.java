package dev.keysmith.aws.template;

import dev.keysmith.aws.testing.NeedsNode;
import org.junit.jupiter.api.Test;

@NeedsNode
class NagTest {
    @Test
    void print() {
        Synthesis.standard().findings().stream().map(Object::toString).sorted().forEach(System.out::println);
        System.out.println("-----");
        Synthesis.everyChoice().findings().stream()
                .map(Object::toString)
                .sorted()
                .forEach(System.out::println);
    }
}
