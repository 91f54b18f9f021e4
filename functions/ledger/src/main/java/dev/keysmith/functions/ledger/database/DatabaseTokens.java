package dev.keysmith.functions.ledger.database;

/** Makes what a database user of IAM logs in by. */
public interface DatabaseTokens {

    /**
     * A token that is a password for some minutes.
     *
     * @throws dev.keysmith.core.error.UnavailableException where there are no credentials to make it with
     */
    String token(String host, int port, String user);
}
