package dev.keysmith.functions.api;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.UnavailableException;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;

/** Routes for the tests of what functions share; there only where a test asks for them. */
@Controller("/probe")
@Requires(property = ProbeController.ENABLED)
public class ProbeController {

    public static final String ENABLED = "test.probe";

    @Get("/caller")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    String caller(Principal caller) {
        return caller.keyId().value();
    }

    @Get("/issuers")
    @Secured("keys:issue")
    String issuers() {
        return "issuers";
    }

    @Get("/crossers")
    @Secured("owners:any")
    String crossers() {
        return "crossers";
    }

    @Get("/both")
    @Secured({"keys:issue", "keys:read"})
    String both() {
        return "both";
    }

    @Get("/unmarked")
    String unmarked() {
        return "unmarked";
    }

    @Get("/items/{item_id}")
    @Secured(SecurityRule.IS_ANONYMOUS)
    String item(@PathVariable("item_id") String itemId) {
        return "item " + itemId;
    }

    @Get("/items/{item_id}/secrets")
    @Secured(SecurityRule.IS_ANONYMOUS)
    String secrets(@PathVariable("item_id") String itemId) {
        return "secrets of " + itemId;
    }

    @Get("/malfunction")
    @Secured(SecurityRule.IS_ANONYMOUS)
    String malfunction() {
        throw new IllegalStateException("quotes ks_live_secret");
    }

    @Get("/outage")
    @Secured(SecurityRule.IS_ANONYMOUS)
    String outage() {
        throw new UnavailableException("the table is out of reach", new IllegalStateException("quotes ks_live_secret"));
    }

    @Post("/origin")
    @Secured(SecurityRule.IS_ANONYMOUS)
    String origin(GatewayRequest request) {
        return request.origin().toString();
    }
}
