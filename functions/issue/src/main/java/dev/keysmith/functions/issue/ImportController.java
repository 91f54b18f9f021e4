package dev.keysmith.functions.issue;

import dev.keysmith.core.credential.Principal;
import dev.keysmith.core.error.ErrorCode;
import dev.keysmith.core.issuing.ImportResult;
import dev.keysmith.core.issuing.KeyImporter;
import dev.keysmith.functions.api.body.BodyReader;
import dev.keysmith.functions.api.gateway.GatewayRequest;
import dev.keysmith.functions.api.problem.ProblemResponse;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code POST /v1/keys/import}. */
@Context
@Controller
final class ImportController {

    private final BodyReader bodies;
    private final KeyImporter importer;

    ImportController(BodyReader bodies, KeyImporter importer) {
        this.bodies = bodies;
        this.importer = importer;
    }

    /** Takes keys of another system, each for itself: one that is refused does not keep the others out. */
    @Post("/v1/keys/import")
    @Secured("keys:import")
    HttpResponse<?> importKeys(Principal caller, GatewayRequest request) {
        ImportKeysRequest body = bodies.read(request, ImportKeysRequest.class);
        if (!importer.isOn()) {
            return ProblemResponse.of(
                    request, ErrorCode.CONFLICT, "This deployment takes no keys of other systems", List.of());
        }
        return HttpResponse.ok(new ImportKeysResponse(importEach(caller, body.keys(), request).stream()
                .map(ImportKeysResponse.Result::of)
                .toList()));
    }

    private List<ImportResult> importEach(
            Principal caller, List<ImportKeysRequest.Entry> entries, GatewayRequest request) {
        List<ImportResult> results = new ArrayList<>();
        Set<String> imported = new HashSet<>();
        for (ImportKeysRequest.Entry entry : entries) {
            ImportResult result = importer.importKey(caller, entry.sha256(), entry.asked(), request.origin());
            // To the store, the same key twice in one request may be one write that is repeated.
            boolean isSecond = result instanceof ImportResult.Imported
                    && !imported.add(entry.sha256().toLowerCase(Locale.ROOT));
            results.add(isSecond ? new ImportResult.Refused(ErrorCode.CONFLICT, List.of()) : result);
        }
        return results;
    }
}
