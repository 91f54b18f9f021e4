package dev.keysmith.functions.ledger.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Certificates that the JDK's keytool makes, as PEM files.
 *
 * @param authority the certificate of who signed the server's
 * @param otherAuthority the certificate of somebody else
 * @param certificate the server's
 * @param privateKey the server's private key
 */
public record TestCertificates(Path authority, Path otherAuthority, Path certificate, Path privateKey) {

    private static final String PASSWORD = "changeit";

    /** Makes them in a folder, for a server of this host name. */
    public static TestCertificates make(Path directory, String host) throws IOException {
        keytool(directory, "-genkeypair", "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c");
        keytool(directory, "-genkeypair", "-alias", "other", "-dname", "CN=other", "-ext", "bc:c");
        keytool(
                directory,
                "-genkeypair",
                "-alias",
                "server",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-signer",
                "authority");
        try {
            KeyStore store = KeyStore.getInstance(directory.resolve("store.p12").toFile(), PASSWORD.toCharArray());
            return new TestCertificates(
                    pem(directory, "authority", store.getCertificate("authority")),
                    pem(directory, "other", store.getCertificate("other")),
                    pem(directory, "server", store.getCertificate("server")),
                    pem(directory, store.getKey("server", PASSWORD.toCharArray())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keyalg", "EC", "-keystore", directory.resolve("store.p12").toString()));
        command.addAll(List.of("-storepass", PASSWORD, "-validity", "2"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path pem(Path directory, String name, Certificate certificate)
            throws IOException, GeneralSecurityException {
        return Files.writeString(directory.resolve(name + ".pem"), pem("CERTIFICATE", certificate.getEncoded()));
    }

    /** PostgreSQL takes no key that others may read. */
    private static Path pem(Path directory, Key key) throws IOException {
        Path file = Files.createFile(
                directory.resolve("server.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }
}
