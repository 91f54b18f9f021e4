package dev.keysmith.examples.shop;

import dev.keysmith.aws.KeysmithReference;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.constructs.Construct;

/** The shop: a function and a backend of its own, behind a REST API and an HTTP API. */
public final class ShopStack extends Stack {

    /**
     * What is different in each account.
     *
     * @param project the folder of Keysmith's build
     * @param keysmith the name of the deployment of Keysmith
     * @param issuer its issuer
     * @param backend where the shop's HTTP backend is
     */
    public record Choices(Path project, String keysmith, String issuer, String backend) {

        /** Throws {@link IllegalArgumentException} without an issuer. */
        public Choices {
            if (issuer.isBlank()) {
                throw new IllegalArgumentException("name the issuer of your Keysmith: -c issuer=https://…");
            }
        }
    }

    public ShopStack(Construct scope, String id, StackProps props, Choices choices) {
        super(scope, id, props);
        KeysmithReference keysmith = keysmith(choices);
        Function orders = orders();
        new OrdersApi(this, "OrdersApi", keysmith, choices.project(), orders, choices.backend());
        new ChatApi(this, "ChatApi", keysmith, choices.project(), orders, choices.backend());
    }

    /** Keysmith as it was deployed by another app. In the same app it is {@code keysmithStack.keysmith(this)}. */
    private KeysmithReference keysmith(Choices choices) {
        // No settings were told to KeysmithStack; else they are told here as well.
        return KeysmithReference.of(this, choices.keysmith(), "ks", choices.issuer(), Map.of());
    }

    private Function orders() {
        return Function.Builder.create(this, "Orders")
                .description("Tells an order, who asks, and what is left of its rate")
                .runtime(Runtime.NODEJS_22_X)
                .handler("index.handler")
                .code(Code.fromInline("""
                        exports.handler = async (event) => {
                          const authorizer = event.requestContext.authorizer;
                          const caller = authorizer.lambda ?? authorizer;
                          return {
                            statusCode: 200,
                            headers: {
                              'content-type': 'application/json',
                              ...(caller.rate_remaining ? { 'x-ratelimit-remaining': caller.rate_remaining } : {}),
                            },
                            body: JSON.stringify({ order_id: event.pathParameters.order_id, owner: caller.owner }),
                          };
                        };
                        """))
                .build();
    }
}
