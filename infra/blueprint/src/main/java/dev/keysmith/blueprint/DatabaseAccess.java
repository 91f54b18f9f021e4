package dev.keysmith.blueprint;

/**
 * How the ledger's functions come to their database. The owner, who makes its tables and users, always comes by a password; the
 * writer, who stores events, and the reader, whom reports are read by, by passwords too, or by IAM.
 */
public sealed interface DatabaseAccess {

    /** The secret of the database's owner: host, port, dbname, username and password. */
    String ownerSecret();

    /**
     * Every user has a password.
     *
     * @param ownerSecret the owner's secret
     * @param writerSecret the writer's secret, like the owner's
     * @param readerSecret the reader's secret, like the owner's
     */
    record Passwords(String ownerSecret, String writerSecret, String readerSecret) implements DatabaseAccess {}

    /**
     * Writer and reader are database users of IAM.
     *
     * @param ownerSecret the owner's secret
     * @param host the database's host name, as its certificate says it
     * @param port the database's port
     * @param database the database's name
     * @param writer the name of the writer
     * @param reader the name of the reader
     * @param caPath where the functions find the certificates that the database's must be signed by, a PEM file
     */
    record Iam(
            String ownerSecret, String host, String port, String database, String writer, String reader, String caPath)
            implements DatabaseAccess {}
}
