package dev.keysmith.core.testing.model;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the model says that an operation answers at some time.
 *
 * @param described the answer, in words
 * @param allows whether an answer is such a one
 * @param effect what the model knows from then on, given the answer
 */
record Expectation(String described, Predicate<Answer> allows, Consumer<Answer> effect) {

    /** This answer, and no effect. */
    static Expectation of(Answer expected) {
        return new Expectation(expected.toString(), expected::equals, _ -> {});
    }

    static Expectation refused(String code) {
        return of(new Answer.Refused(code));
    }

    /** An answer that shows this key. */
    static Expectation showing(Shown key, Runnable effect) {
        return new Expectation(
                key.toString(),
                actual -> actual instanceof Answer.Key(Shown shown) && key.isShownBy(shown),
                _ -> effect.run());
    }
}
