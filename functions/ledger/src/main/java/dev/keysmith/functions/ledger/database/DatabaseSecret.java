package dev.keysmith.functions.ledger.database;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.keysmith.core.error.UnavailableException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A database user's secret, as Amazon RDS writes it: {@code {"host": "…", "port": 5432, "dbname": "…", "username": "…",
 * "password": "…"}}; further fields are ignored.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html">Structure</a>
 */
record DatabaseSecret(String host, int port, String database, String user, String password) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads the secret's text. Throws {@link UnavailableException}, which repeats nothing of it, where it is not in order. */
    static DatabaseSecret parse(String text) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                require(json.nextToken().isScalarValue());
                fields.put(name, json.getText());
            }
            require(json.currentToken() == JsonToken.END_OBJECT);
            return new DatabaseSecret(
                    required(fields, "host"),
                    Integer.parseInt(required(fields, "port")),
                    required(fields, "dbname"),
                    required(fields, "username"),
                    required(fields, "password"));
        } catch (IOException | IllegalArgumentException e) {
            // The cause may quote the secret: it goes no further.
            throw new UnavailableException("the database's secret is not in order");
        }
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("not in order");
        }
        return value;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not in order");
        }
    }

    @Override
    public String toString() {
        return "DatabaseSecret[" + user + "@" + host + ":" + port + "/" + database + "]";
    }
}
