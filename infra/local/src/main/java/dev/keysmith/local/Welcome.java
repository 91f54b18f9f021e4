package dev.keysmith.local;

/** What the user is told when the stack is ready. It shows the admin key: it is for the terminal only. */
final class Welcome {

    private Welcome() {}

    static String text(LocalStack stack) {
        return """

                Keysmith is ready at %1$s

                Issue a key with the admin key:

                  curl -s -X POST %1$s/v1/keys \\
                    -H 'x-api-key: %2$s' \\
                    -H 'content-type: application/json' \\
                    -d '{"name": "my first key"}'

                A function's first call takes a moment longer: it starts the function's process.
                Logs: %3$s
                Ctrl-C stops everything.
                """.formatted(stack.baseUrl(), stack.adminKey(), stack.logDirectory());
    }
}
