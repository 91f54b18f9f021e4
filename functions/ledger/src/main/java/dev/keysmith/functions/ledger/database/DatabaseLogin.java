package dev.keysmith.functions.ledger.database;

import dev.keysmith.core.secret.SecretAges;
import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who this function is to the database, and where that is. */
sealed interface DatabaseLogin {

    String SECRET = "keysmith.database-secret";
    String IAM = "keysmith.database-iam";

    /** What a user by IAM is called. */
    String USER = "[A-Za-z_][A-Za-z0-9_]{0,62}";

    Pattern ADDRESS = Pattern.compile(
            "(" + USER + ")@([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?):([1-9][0-9]{0,4})/([A-Za-z0-9_-]{1,63})");

    int LAST_PORT = 65_535;

    /** By all that a secret says. */
    record ByPassword(String secret) implements DatabaseLogin {}

    /** By a token of IAM. */
    record ByIam(String user, String host, int port, String database) implements DatabaseLogin {}

    /** Reads {@code KEYSMITH_DATABASE_SECRET} or {@code KEYSMITH_DATABASE_IAM}. Throws {@link SettingException} for none and both. */
    static DatabaseLogin read(Settings settings) {
        String address = settings.text(IAM, "");
        boolean hasSecret = !settings.text(SECRET, "").isEmpty();
        if (address.isEmpty()) {
            if (!hasSecret) {
                throw Settings.wrong(SECRET, "must be set, or " + Settings.environmentVariable(IAM));
            }
            return new ByPassword(SecretAges.name(settings, SECRET));
        }
        if (hasSecret) {
            throw Settings.wrong(IAM, "must not be set beside " + Settings.environmentVariable(SECRET));
        }
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > LAST_PORT) {
            throw Settings.wrong(IAM, "must be user@host:port/database");
        }
        return new ByIam(parts.group(1), parts.group(2), Integer.parseInt(parts.group(3)), parts.group(4));
    }
}
