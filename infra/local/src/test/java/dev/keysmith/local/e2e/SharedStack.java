package dev.keysmith.local.e2e;

import dev.keysmith.local.LocalStack;
import dev.keysmith.local.LocalStackException;
import dev.keysmith.local.LocalStackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one stack of this module's run; it is started for the first of them and stopped after the last. */
final class SharedStack implements ParameterResolver {

    /** A running stack and a client of it. */
    record Handle(LocalStack stack, Api api) implements AutoCloseable {

        String adminKey() {
            return stack.adminKey();
        }

        @Override
        public void close() {
            api.close();
            stack.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Handle.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedStack.class))
                .getOrComputeIfAbsent(Handle.class, ignored -> start(settings(temporaryDirectory())), Handle.class);
    }

    /** Starts a stack that the caller closes. */
    static Handle start(LocalStackSettings settings) {
        try {
            LocalStack stack = LocalStack.start(settings, progress -> {});
            Api api = new Api(stack.baseUrl());
            api.shownKeys().add(stack.adminKey());
            return new Handle(stack, api);
        } catch (IOException | LocalStackException e) {
            throw new IllegalStateException("the local stack did not start", e);
        }
    }

    /** The settings of a stack on the packaged artifacts, with its data here and any free port. */
    static LocalStackSettings settings(Path dataDirectory) {
        return new LocalStackSettings(projectRoot(), dataDirectory, 0);
    }

    /** The project's root; tests run in the module's folder. */
    static Path projectRoot() {
        return Path.of("../..").toAbsolutePath().normalize();
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createDirectories(Path.of("target", "e2e").toAbsolutePath())
                    .resolve(Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
