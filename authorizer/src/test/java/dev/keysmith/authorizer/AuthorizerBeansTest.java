package dev.keysmith.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.inject.BeanDefinitionReference;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of the authorizer's beans is what the compiler made. */
class AuthorizerBeansTest {

    @Test
    void everyBeanOfTheAuthorizerIsListed() throws IOException, URISyntaxException {
        Path classes = Path.of(AuthorizerBeans.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> made;
        try (Stream<Path> definitions =
                Files.list(classes.resolve("META-INF/micronaut").resolve(BeanDefinitionReference.class.getName()))) {
            made = definitions
                    .map(definition -> definition.getFileName().toString())
                    .toList();
        }

        assertThat(made).isNotEmpty();
        assertThat(AuthorizerBeans.DEFINITIONS).containsAll(made).doesNotHaveDuplicates();
    }
}
