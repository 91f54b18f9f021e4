package dev.keysmith.local;

import dev.keysmith.blueprint.FunctionSpec;
import dev.keysmith.blueprint.Permissions;
import dev.keysmith.local.aws.LocalAws;
import dev.keysmith.local.secrets.AccessPolicy;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Functions may do to secrets what the blueprint lets them; who is no function may do everything. */
final class FunctionAccess implements AccessPolicy {

    private final Map<String, Permissions> byAccessKeyId;

    FunctionAccess(List<FunctionSpec> functions) {
        byAccessKeyId = functions.stream()
                .collect(
                        Collectors.toMap(function -> LocalAws.accessKeyId(function.name()), FunctionSpec::permissions));
    }

    @Override
    public boolean allows(String accessKeyId, String action, String secretName) {
        @Nullable Permissions permissions = byAccessKeyId.get(accessKeyId);
        return permissions == null || permissions.allowOnSecret(action, secretName);
    }
}
