package dev.keysmith.local.provision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keysmith.blueprint.DatabaseAccess;
import dev.keysmith.local.aws.LocalAws;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The secrets of the database's users, as Amazon RDS writes them: host, port, dbname, username and password. The passwords are random
 * and stay; host and port are those of the server that runs.
 */
public final class DatabaseSecrets {

    private static final int PASSWORD_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI secretsManager;
    private final DatabaseAccess.Passwords names;
    private final SecureRandom random = new SecureRandom();

    /** For the secrets of these names, at this Secrets Manager. */
    public DatabaseSecrets(URI secretsManager, DatabaseAccess access) {
        if (!(access instanceof DatabaseAccess.Passwords passwords)) {
            throw new IllegalArgumentException("the users of a database on this machine have passwords");
        }
        this.secretsManager = secretsManager;
        this.names = passwords;
    }

    /** The password that the owner's secret holds, or a new one where there is no such secret yet: letters, digits, _ and -. */
    public String ownerPassword() {
        try (SecretsManagerClient client = LocalAws.secretsManager(secretsManager)) {
            return password(ProvisionedSecrets.find(client, names.ownerSecret()));
        }
    }

    /**
     * Makes the secrets, or brings them up to date.
     *
     * @param host the server's address
     * @param port the server's port
     * @param database the database
     * @param owner the name of the database's owner
     * @param ownerPassword the owner's password
     */
    public void ensure(String host, int port, String database, String owner, String ownerPassword) {
        try (SecretsManagerClient client = LocalAws.secretsManager(secretsManager)) {
            ObjectNode server = JsonNodeFactory.instance
                    .objectNode()
                    .put("engine", "postgres")
                    .put("host", host)
                    .put("port", port)
                    .put("dbname", database);
            put(client, names.ownerSecret(), server, owner, ownerPassword);
            ensureUser(client, names.writerSecret(), server, "keysmith_writer");
            ensureUser(client, names.readerSecret(), server, "keysmith_reader");
        }
    }

    private void ensureUser(SecretsManagerClient client, String name, ObjectNode server, String user) {
        put(client, name, server, user, password(ProvisionedSecrets.find(client, name)));
    }

    private static void put(SecretsManagerClient client, String name, ObjectNode server, String user, String password) {
        String text = server.deepCopy()
                .put("username", user)
                .put("password", password)
                .toString();
        Optional<String> kept = ProvisionedSecrets.find(client, name);
        if (kept.isEmpty()) {
            client.createSecret(request -> request.name(name).secretString(text));
        } else if (!kept.get().equals(text)) {
            client.putSecretValue(request -> request.secretId(name).secretString(text));
        }
    }

    private String password(Optional<String> secret) {
        return secret.flatMap(DatabaseSecrets::kept).orElseGet(this::fresh);
    }

    private static Optional<String> kept(String secret) {
        try {
            return Optional.ofNullable(JSON.readTree(secret).path("password").textValue());
        } catch (JsonProcessingException e) {
            // What is no secret of a database is replaced.
            return Optional.empty();
        }
    }

    private String fresh() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
