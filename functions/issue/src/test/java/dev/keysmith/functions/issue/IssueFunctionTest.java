package dev.keysmith.functions.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.testing.Core;
import dev.keysmith.functions.api.testing.Answer;
import dev.keysmith.functions.api.testing.FunctionUnderTest;
import dev.keysmith.functions.api.testing.TestEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssueFunctionTest {

    private final Core core = new Core();
    private final Principal admin = core.admin();
    private final FunctionUnderTest function = new FunctionUnderTest(core);

    @AfterAll
    void stop() {
        function.close();
    }

    @Test
    void first() {
        Answer answer = function.call(TestEvent.of("POST", "/v1/keys").by(admin).json("{\"name\":\"a\"}"));
        System.out.println(answer);
        System.out.println(
                function.call(TestEvent.of("POST", "/v1/keys").by(admin).json("{\"name\":\"\"}")));
        System.out.println(function.call(TestEvent.of("POST", "/v1/keys").json("{\"name\":\"\"}")));
        System.out.println(function.call(TestEvent.of("PUT", "/v1/keys").json("{\"name\":\"\"}")));
        System.out.println(function.call(TestEvent.of("FOO", "/v1/keys").json("{\"name\":\"\"}")));
        System.out.println(function.call(TestEvent.of("GET", "/v1/nope").json("{\"name\":\"\"}")));
        System.out.println(function.liveBeans());
        assertThat(answer.status()).isEqualTo(201);
    }
}
