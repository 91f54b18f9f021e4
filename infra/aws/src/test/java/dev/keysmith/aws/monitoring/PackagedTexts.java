package dev.keysmith.aws.monitoring;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The texts that a class in a function's artifact is written with: what it can put into a log. */
final class PackagedTexts {

    /** Tests run in the module's folder. */
    private static final Path PROJECT = Path.of("../..");

    private PackagedTexts() {}

    /** Throws {@link IllegalArgumentException} where the artifact has no such class. */
    static Set<String> of(Path artifact, String className) throws IOException {
        String name = className.replace('.', '/') + ".class";
        try (InputStream file = Files.newInputStream(PROJECT.resolve(artifact));
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry jar = zip.getNextEntry(); jar != null; jar = zip.getNextEntry()) {
                if (jar.getName().startsWith("lib/keysmith-")) {
                    ZipInputStream classes = new ZipInputStream(zip);
                    for (ZipEntry entry = classes.getNextEntry(); entry != null; entry = classes.getNextEntry()) {
                        if (entry.getName().equals(name)) {
                            return texts(classes.readAllBytes());
                        }
                    }
                }
            }
        }
        throw new IllegalArgumentException("no class " + className + " in " + artifact);
    }

    private static Set<String> texts(byte[] bytes) {
        Set<String> texts = new HashSet<>();
        for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
            if (entry instanceof StringEntry text) {
                texts.add(text.stringValue());
            }
        }
        return texts;
    }
}
