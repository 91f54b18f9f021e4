package dev.keysmith.local.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;

/** {@code GET /healthz}: the local gateway's own, no part of the API. */
record Health(Supplier<HealthReport> source) {

    static boolean isAsked(Request request) {
        return request.getMethod().equals("GET")
                && "/healthz".equals(request.getHttpURI().getPath());
    }

    /** 200 where all parts are well, else 503; each part with its state, and the figures. */
    Reply reply() {
        HealthReport report = source.get();
        var states = new TreeMap<>(report.parts());
        boolean up = states.values().stream().allMatch(GatewaySettings.UP::equals);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("status", up ? GatewaySettings.UP : "degraded");
        states.forEach(body.putObject("parts")::put);
        new TreeMap<>(report.figures()).forEach(body::put);
        return new Reply(
                up ? 200 : 503,
                List.of(Map.entry("Content-Type", "application/json"), Map.entry("Cache-Control", "no-store")),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
