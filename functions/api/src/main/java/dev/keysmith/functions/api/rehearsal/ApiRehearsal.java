package dev.keysmith.functions.api.rehearsal;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import dev.keysmith.core.aws.MadeUpAws;
import dev.keysmith.core.aws.WayToDynamoDb;
import dev.keysmith.core.snapshot.Opened;
import dev.keysmith.core.snapshot.Rehearsal;
import dev.keysmith.core.snapshot.Snapshot;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.RuntimeBeanDefinition;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a function's {@link Script}, in a context that is as the function's own but for its secrets and its tables, which are made up;
 * and goes the way to DynamoDB once. The function's own beans stay untouched. No secret is fetched: it would be in the snapshot.
 */
public final class ApiRehearsal implements Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(ApiRehearsal.class);

    /** The first time loads, the others are for what is done differently from then on. */
    private static final int ROUNDS = 3;

    private final ApplicationContext own;
    private final Supplier<ApplicationContextBuilder> contexts;
    private final Function<ApplicationContext, Function<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>>
            functions;

    private ApiRehearsal(
            ApplicationContext own,
            Supplier<ApplicationContextBuilder> contexts,
            Function<ApplicationContext, Function<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>>
                    functions) {
        this.own = own;
        this.contexts = contexts;
        this.functions = functions;
    }

    /**
     * Has a function rehearse before its snapshot is taken.
     *
     * @param own its context, which stays untouched
     * @param contexts builds contexts like that one
     * @param functions makes the function of a context that is built and not started
     */
    public static void prepare(
            ApplicationContext own,
            Supplier<ApplicationContextBuilder> contexts,
            Function<ApplicationContext, Function<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>>
                    functions) {
        Snapshot.register(
                new ApiRehearsal(own, contexts, functions),
                own.getBean(SecureRandom.class),
                failure -> LOG.warn("priming_failed", failure));
    }

    @Override
    public void run(Opened opened) {
        Script script = own.getBean(Script.class);
        Script.Play play = script.write(
                own.getBean(SecureRandom.class),
                own.getBean(InstantSource.class).instant());
        Map<String, String> texts = new HashMap<>();
        Map<String, Object> names = new HashMap<>();
        play.secrets().forEach((setting, text) -> {
            names.put(setting, "made-up:" + setting);
            texts.put("made-up:" + setting, text);
        });
        ApplicationContext context = opened.add(contexts.get()
                .properties(names)
                .beanDefinitions(new MadeUpAws(texts).beans().toArray(RuntimeBeanDefinition[]::new))
                .build());
        var function = functions.apply(context);
        for (int round = 0; round < ROUNDS; round++) {
            play.calls().accept(new Stage(context, function));
        }
        if (script.readsTables()) {
            WayToDynamoDb.go(opened.add(
                    contexts.get().beanDefinitions(WayToDynamoDb.nobody()).start()));
        }
    }
}
