package dev.keysmith.functions.ledger.report;

import java.util.List;

/**
 * Keys, events and usage as a deployment has them after half a year: 2,000 keys with 20,000 events, or 100,000 keys with 1,000,000 events
 * where {@code keysmith.soak} is set. The tests' clock stands at their end.
 */
final class ReportData {

    static final String LARGE_OWNER = "large";
    static final String OWNER = "o7";
    static final String ACTOR = "actor00000000007";
    static final String SOME_TIME = "2026-10-01T00:00:00Z";
    static final String A_WEEK_AGO = "2026-11-13";
    static final String KEY = "key0000000000123";

    private static final boolean FULL = Boolean.getBoolean("keysmith.soak");
    private static final int KEYS = FULL ? 100_000 : 2_000;
    private static final int EVENTS = FULL ? 1_000_000 : 20_000;
    private static final int DAYS = FULL ? 40 : 90;

    /** A third of all belongs to one owner, the rest to a hundred others. */
    private static final String OWNER_OF_KEY = "CASE WHEN k % 3 = 0 THEN 'large' ELSE 'o' || k % 100 END";

    private static final String KEY_ID = "'key' || lpad(k::text, 13, '0')";
    private static final String STATE = "json_build_object('scopes', repeat('dataset:read ', 20), 'name', 'key ' || k)";

    static final List<String> STATEMENTS = List.of(
            """
            INSERT INTO api_key (key_id, owner, status, name, role, environment, created_at, expires_at, version, state, total,
                last_used_at, idle_since)
            SELECT %s, %s, CASE WHEN k %% 10 < 7 THEN 'active' WHEN k %% 10 < 9 THEN 'purged' ELSE 'revoked' END,
                'key ' || k, 'basic', 'live', created_at, created_at + (30 + k %% 5 * 60) * INTERVAL '1 day', 10, %s, k,
                created_at + k %% 50 * INTERVAL '1 day', created_at + k %% 50 * INTERVAL '1 day'
            FROM (
                SELECT k, TIMESTAMPTZ '2026-05-20T12:00:00Z' + k * INTERVAL '180 days' / %d AS created_at
                FROM generate_series(1, %d) AS k
            ) AS keys""".formatted(KEY_ID, OWNER_OF_KEY, STATE, KEYS, KEYS),
            """
            INSERT INTO event (key_id, created_at, epoch, version, step, action, owner, actor, actor_owner, source_ip, request_id,
                reason, at, changes, hmac_key, seal, link)
            SELECT %s, TIMESTAMPTZ '2026-05-20T12:00:00Z', 0, e / %d + 1, 0,
                CASE WHEN e %% 1000 = 1 THEN 'removed' ELSE (ARRAY['issued', 'updated', 'rotated', 'refreshed', 'revoked'])[e %% 5 + 1] END,
                %s, CASE WHEN e %% 4 = 0 THEN 'deployment' ELSE 'actor' || lpad((e %% 50)::text, 11, '0') END, 'root', '192.0.2.1',
                gen_random_uuid(), NULL, TIMESTAMPTZ '2026-05-20T12:00:00Z' + e * INTERVAL '180 days' / %d, %s, 1,
                sha256(e::text::bytea), sha256(e::text::bytea)
            FROM (SELECT e, e %% %d + 1 AS k FROM generate_series(1, %d) AS e) AS events""".formatted(KEY_ID, KEYS, OWNER_OF_KEY, EVENTS, STATE, KEYS, EVENTS),
            """
            INSERT INTO usage_day (key_id, day, owner, first_sequence, first_reading, last_sequence, last_reading)
            SELECT %s, DATE '2026-11-20' - d, %s, d * 1000000000000000000000::numeric, 0, d * 1000000000000000000001::numeric, k + d
            FROM generate_series(%d, 0, -1) AS d, generate_series(1, %d) AS k
            WHERE (k + d) %% 3 > 0""".formatted(KEY_ID, OWNER_OF_KEY, DAYS, KEYS),
            "VACUUM ANALYZE");

    private ReportData() {}
}
