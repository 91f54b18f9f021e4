package dev.keysmith.core.settings;

/** A setting is missing or wrong. The message names the setting and what it must be; it stops the start. */
public final class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public SettingException(String environmentVariable, String requirement) {
        super("setting " + environmentVariable + " " + requirement);
    }
}
