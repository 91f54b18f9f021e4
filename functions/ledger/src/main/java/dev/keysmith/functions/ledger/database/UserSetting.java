package dev.keysmith.functions.ledger.database;

import dev.keysmith.core.secret.SecretAges;
import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import java.util.regex.Pattern;

/** A user that the database's owner makes, as the settings name it. */
sealed interface UserSetting {

    Pattern NAME = Pattern.compile(DatabaseLogin.USER);

    /** It logs in by the password of its secret, which also names it. */
    record ByPassword(String secret) implements UserSetting {}

    /** It logs in by tokens of IAM. */
    record ByIam(String name) implements UserSetting {}

    /**
     * Reads {@code KEYSMITH_DATABASE_<ROLE>_SECRET} or {@code KEYSMITH_DATABASE_<ROLE>_IAM}. Throws {@link SettingException} for none and
     * both.
     *
     * @param role {@code writer} or {@code reader}
     */
    static UserSetting read(Settings settings, String role) {
        String secret = "keysmith.database-" + role + "-secret";
        String iam = "keysmith.database-" + role + "-iam";
        boolean hasSecret = !settings.text(secret, "").isEmpty();
        if (settings.text(iam, "").isEmpty()) {
            if (!hasSecret) {
                throw Settings.wrong(secret, "must be set, or " + Settings.environmentVariable(iam));
            }
            return new ByPassword(SecretAges.name(settings, secret));
        }
        if (hasSecret) {
            throw Settings.wrong(iam, "must not be set beside " + Settings.environmentVariable(secret));
        }
        return new ByIam(settings.text(iam, NAME, "must be the name of a database user: letters, digits and _"));
    }
}
