package dev.keysmith.functions.api.gateway;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives a handler the {@link GatewayRequest} that it asks for. */
@Singleton
final class GatewayRequestBinder implements TypedRequestArgumentBinder<GatewayRequest> {

    @Override
    public Argument<GatewayRequest> argumentType() {
        return Argument.of(GatewayRequest.class);
    }

    @Override
    public BindingResult<GatewayRequest> bind(
            ArgumentConversionContext<GatewayRequest> context, HttpRequest<?> source) {
        return () -> Optional.of(GatewayRequest.of(source));
    }
}
