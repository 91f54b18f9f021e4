package dev.keysmith.local.gateway;

import java.util.Map;

/**
 * What {@code GET /healthz} tells.
 *
 * @param parts each part with its state; {@value GatewaySettings#UP} is the good one
 * @param figures further figures by their names
 */
public record HealthReport(Map<String, String> parts, Map<String, Long> figures) {

    public HealthReport {
        parts = Map.copyOf(parts);
        figures = Map.copyOf(figures);
    }
}
