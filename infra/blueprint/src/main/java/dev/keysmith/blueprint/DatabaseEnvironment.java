package dev.keysmith.blueprint;

import java.util.Map;
import java.util.Set;

/** What the functions that use the database are told of it, and what they may read and be for that. */
record DatabaseEnvironment(DatabaseAccess access) {

    private static final String SECRET = "KEYSMITH_DATABASE_SECRET";
    private static final String IAM = "KEYSMITH_DATABASE_IAM";
    private static final String CA = "KEYSMITH_DATABASE_CA";

    Map<String, String> owner() {
        return switch (access) {
            case DatabaseAccess.Passwords passwords -> Map.of(SECRET, passwords.ownerSecret());
            case DatabaseAccess.Iam iam -> Map.of(SECRET, iam.ownerSecret(), CA, iam.caPath());
        };
    }

    Map<String, String> writer() {
        return switch (access) {
            case DatabaseAccess.Passwords passwords -> Map.of(SECRET, passwords.writerSecret());
            case DatabaseAccess.Iam iam -> user(iam, iam.writer());
        };
    }

    Map<String, String> reader() {
        return switch (access) {
            case DatabaseAccess.Passwords passwords -> Map.of(SECRET, passwords.readerSecret());
            case DatabaseAccess.Iam iam -> user(iam, iam.reader());
        };
    }

    /** Beside the owner's: the users that the owner makes. */
    Map<String, String> users() {
        return switch (access) {
            case DatabaseAccess.Passwords passwords ->
                Map.of(
                        "KEYSMITH_DATABASE_WRITER_SECRET", passwords.writerSecret(),
                        "KEYSMITH_DATABASE_READER_SECRET", passwords.readerSecret());
            case DatabaseAccess.Iam iam ->
                Map.of("KEYSMITH_DATABASE_WRITER_IAM", iam.writer(), "KEYSMITH_DATABASE_READER_IAM", iam.reader());
        };
    }

    /** The secrets that who connects as the owner, and makes the users, reads. */
    Set<String> ownerSecrets() {
        return switch (access) {
            case DatabaseAccess.Passwords passwords ->
                Set.of(passwords.ownerSecret(), passwords.writerSecret(), passwords.readerSecret());
            case DatabaseAccess.Iam iam -> Set.of(iam.ownerSecret());
        };
    }

    Set<String> writerSecrets() {
        return access instanceof DatabaseAccess.Passwords passwords ? Set.of(passwords.writerSecret()) : Set.of();
    }

    Set<String> readerSecrets() {
        return access instanceof DatabaseAccess.Passwords passwords ? Set.of(passwords.readerSecret()) : Set.of();
    }

    Set<String> writerUsers() {
        return access instanceof DatabaseAccess.Iam iam ? Set.of(iam.writer()) : Set.of();
    }

    Set<String> readerUsers() {
        return access instanceof DatabaseAccess.Iam iam ? Set.of(iam.reader()) : Set.of();
    }

    private static Map<String, String> user(DatabaseAccess.Iam iam, String user) {
        return Map.of(IAM, user + "@" + iam.host() + ":" + iam.port() + "/" + iam.database(), CA, iam.caPath());
    }
}
