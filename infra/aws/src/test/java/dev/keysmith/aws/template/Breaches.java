package dev.keysmith.aws.template;

import java.util.function.Predicate;
import java.util.stream.Stream;

/** How promises are told to be broken. */
final class Breaches {

    private Breaches() {}

    /** All resources of the type must be as demanded, and there must be as many, or the promise says nothing. */
    static Stream<String> unlessAll(Template template, String type, int atLeast, Predicate<Resource> demand) {
        return Stream.concat(
                template.resources(type)
                        .filter(demand.negate())
                        .map(resource -> resource.id() + " is not as it must be"),
                tooFew(template, type, atLeast));
    }

    private static Stream<String> tooFew(Template template, String type, int atLeast) {
        long number = template.resources(type).count();
        return number < atLeast ? Stream.of(number + " of " + type) : Stream.empty();
    }
}
