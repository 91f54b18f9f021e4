package dev.keysmith.local.gateway;

import java.time.InstantSource;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what is no proper HTTP, or failed on the way, in the gateway's own words. */
final class ProtocolErrorHandler implements Request.Handler {

    private final GatewayResponses responses;
    private final InstantSource clock;

    ProtocolErrorHandler(GatewayResponses responses, InstantSource clock) {
        this.responses = responses;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ResponseType type = type(response.getStatus());
        var id = RequestId.draw(clock.instant().getEpochSecond());
        ReplyWriter.write(responses.render(Refusal.of(type), id), response, callback);
        return true;
    }

    private static ResponseType type(int status) {
        return switch (status) {
            case 414, 431 -> ResponseType.HEADERS_TOO_LARGE;
            case 413 -> ResponseType.REQUEST_TOO_LARGE;
            // A version of HTTP that is not spoken here is the client's fault as well.
            case 505 -> ResponseType.BAD_REQUEST;
            default -> status < 500 ? ResponseType.BAD_REQUEST : ResponseType.INTERNAL_ERROR;
        };
    }
}
