package dev.keysmith.local.gateway;

import dev.keysmith.local.gateway.RequestReader.Incoming;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Between the HTTP server and the API. */
final class ApiHandler extends Handler.Abstract {

    private final ApiPipeline pipeline;
    private final GatewayResponses responses;
    private final Health health;
    private final InstantSource clock;

    ApiHandler(ApiPipeline pipeline, GatewayResponses responses, Health health, InstantSource clock) {
        this.pipeline = pipeline;
        this.responses = responses;
        this.health = health;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ReplyWriter.write(reply(request), response, callback);
        return true;
    }

    private Reply reply(Request request) {
        if (Health.isAsked(request)) {
            return health.reply();
        }
        Instant receivedAt = clock.instant();
        var id = RequestId.draw(receivedAt.getEpochSecond());
        return switch (RequestReader.read(request, id, receivedAt)) {
            case Incoming.Accepted(ApiRequest accepted) -> pipeline.serve(accepted);
            case Incoming.Refused(ResponseType type) -> responses.render(Refusal.of(type), id);
        };
    }
}
