package dev.keysmith.authorizer;

import io.micronaut.core.convert.TypeConverterRegistrar;
import io.micronaut.core.io.service.SoftServiceLoader;
import io.micronaut.core.io.service.SoftServiceLoader.StaticServiceLoader;
import io.micronaut.core.optim.StaticOptimizations;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Spares Micronaut its search through all jars for type converters, the way that it provides for this: settings and beans here need
 * none. Java's service loader makes it, by {@code META-INF/services}.
 */
public final class NoTypeConverters implements StaticOptimizations.Loader<SoftServiceLoader.Optimizations> {

    @Override
    public SoftServiceLoader.Optimizations load() {
        StaticServiceLoader<TypeConverterRegistrar> none = filter -> Stream.empty();
        return new SoftServiceLoader.Optimizations(Map.of(TypeConverterRegistrar.class.getName(), none));
    }
}
