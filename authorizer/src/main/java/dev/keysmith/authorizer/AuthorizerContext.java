package dev.keysmith.authorizer;

import dev.keysmith.core.settings.Settings;
import io.micronaut.context.DefaultBeanContext;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.value.PropertyResolver;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.inject.BeanDefinitionReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Micronaut's container with what the authorizer needs of it: {@link AuthorizerBeans}, and settings from the environment's variables
 * alone. An application context would bring property files, their loaders, placeholders and events, and a search through all
 * jars, into every cold start; {@link NoTypeConverters} spares the last such search.
 */
final class AuthorizerContext extends DefaultBeanContext implements PropertyResolver {

    private final Map<String, String> environment;

    /** A context that is not started yet, with the settings in these variables. */
    AuthorizerContext(Map<String, String> environment) {
        super(AuthorizerContext.class.getClassLoader());
        this.environment = environment;
    }

    @Override
    @SuppressWarnings("rawtypes") // As Micronaut declares it.
    protected List<BeanDefinitionReference> resolveBeanDefinitionReferences() {
        return AuthorizerBeans.load();
    }

    @Override
    protected Iterable<BeanConfiguration> resolveBeanConfigurations() {
        return List.of();
    }

    /** Converts nothing: settings are texts. */
    @Override
    protected void registerConversionService() {}

    /** Publishes nothing: no bean listens. */
    @Override
    public void publishEvent(Object event) {}

    @Override
    public boolean containsProperty(String name) {
        return environment.containsKey(Settings.environmentVariable(name));
    }

    @Override
    public boolean containsProperties(String name) {
        return containsProperty(name);
    }

    @Override
    public <T> Optional<T> getProperty(String name, Class<T> type) {
        return Optional.ofNullable(environment.get(Settings.environmentVariable(name)))
                .map(type::cast);
    }

    @Override
    public <T> Optional<T> getProperty(String name, ArgumentConversionContext<T> conversion) {
        return getProperty(name, conversion.getArgument().getType());
    }

    @Override
    public List<List<String>> getPropertyPathMatches(String pattern) {
        return List.of();
    }
}
