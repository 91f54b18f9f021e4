package dev.keysmith.functions.ledger.objects;

import dev.keysmith.core.settings.SettingException;
import dev.keysmith.core.settings.Settings;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where objects are kept: {@code KEYSMITH_LEDGER_STORE}. */
sealed interface StoreLocation {

    String PROPERTY = "keysmith.ledger-store";
    Pattern S3 =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}){0,8})/?");
    Pattern FILE = Pattern.compile("file://(/[^\\x00?#%]{1,1000})");

    /** An absolute folder of this machine. */
    record Folder(Path path) implements StoreLocation {}

    /**
     * A bucket of S3.
     *
     * @param prefix what each object's key begins with: empty, or ending in a slash
     */
    record Bucket(String name, String prefix) implements StoreLocation {}

    /** Reads {@code s3://bucket/prefix} or {@code file:///absolute/folder}. Throws {@link SettingException} for anything else. */
    static StoreLocation read(Settings settings) {
        String text = settings.text(PROPERTY);
        Matcher s3 = S3.matcher(text);
        if (s3.matches()) {
            String prefix = s3.group(2);
            return new Bucket(s3.group(1), prefix.isEmpty() ? "" : prefix.substring(1) + "/");
        }
        Matcher file = FILE.matcher(text);
        if (file.matches()) {
            return new Folder(Path.of(file.group(1)).normalize());
        }
        throw Settings.wrong(PROPERTY, "must be s3://bucket/prefix or file:///absolute/folder");
    }
}
