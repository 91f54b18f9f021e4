package dev.keysmith.functions.rotatesecret;

/**
 * A version of a secret. Its {@link #toString()} shows nothing of the value.
 *
 * @param id its id
 * @param value what it holds
 */
public record SecretVersion(String id, String value) {

    @Override
    public String toString() {
        return "SecretVersion[" + id + "]";
    }
}
