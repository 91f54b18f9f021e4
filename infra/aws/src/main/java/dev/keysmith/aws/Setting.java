package dev.keysmith.aws;

/** The functions' settings that a deployment may choose; every other one follows from the deployment. docs/settings.md says what each means. */
public enum Setting {
    /** Whether JWTs are credentials. */
    JWT,
    /** How far clocks may be apart. */
    CLOCK_SKEW,
    /** The shapes of imported keys; without it keys cannot be imported. */
    IMPORT_PATTERNS,
    /** The roles. */
    ROLES,
    /** Further headers that hold a credential. */
    CREDENTIAL_HEADERS,
    /** How many keys an owner may have. */
    KEYS_PER_OWNER,
    /** How long a key's record stays after its expiry. */
    RETENTION,
    /** How long before its expiry a key can be refreshed. */
    REFRESH_WINDOW,
    /** The oldest record that the authorizer lets in by without a read. */
    MAX_STALENESS,
    /** How use is counted and limited. */
    METERING,
    /** The longest that an instance uses what one write took. */
    LEASE_LENGTH,
    /** How long a secret is used before it is fetched anew. */
    SECRET_MAX_AGE,
    /** For how long beyond that it serves while Secrets Manager is out of reach. */
    SECRET_MAX_STALE,
    /** What new signing keys are made for. */
    SIGNING_ALGORITHM,
    /** How long a rotation of peppers may take. */
    ROTATION_SLACK;

    /** The environment variable's name. */
    public String variable() {
        return "KEYSMITH_" + name();
    }
}
