-- The ledger: what happened to keys, append-only, chained per key.
CREATE TABLE event (
    key_id      text COLLATE "C" NOT NULL,
    -- Where it stands in its key's history: when the key was made (a key that is imported again has another time), how often
    -- the table was found to be older than the ledger, the key's version, and what comes after the version's change itself:
    -- 0 the change, 1 the expiry, 2 the end of the record.
    created_at  timestamptz NOT NULL,
    epoch       integer NOT NULL,
    version     bigint NOT NULL,
    step        smallint NOT NULL,
    action      text COLLATE "C" NOT NULL,
    owner       text COLLATE "C" NOT NULL,
    actor       text COLLATE "C" NOT NULL,
    actor_owner text COLLATE "C",
    source_ip   text NOT NULL,
    request_id  text NOT NULL,
    reason      text,
    at          timestamptz NOT NULL,
    -- json, not jsonb: the seal is over this very text.
    changes     json NOT NULL,
    -- The version of the HMAC key, the HMAC of the event, and the HMAC of that and of the link before. The link is made when
    -- everything before is there.
    hmac_key    integer NOT NULL,
    seal        bytea NOT NULL,
    link        bytea,
    PRIMARY KEY (key_id, created_at, epoch, version, step)
);

-- The end of each key's chain: the last event that has a link.
CREATE TABLE chain_head (
    key_id     text COLLATE "C" PRIMARY KEY,
    created_at timestamptz,
    epoch      integer,
    version    bigint,
    step       smallint,
    -- The version that the epoch began with.
    epoch_from bigint NOT NULL DEFAULT 0,
    length     bigint NOT NULL DEFAULT 0,
    link       bytea,
    -- How many events wait for one that is missing.
    pending    integer NOT NULL DEFAULT 0
);

-- The inventory: each key as it is, with its usage. A key whose usage came before its issue has no owner yet.
CREATE TABLE api_key (
    key_id          text COLLATE "C" PRIMARY KEY,
    owner           text COLLATE "C",
    -- active, revoked, deleted, purged; unknown before its first event.
    status          text COLLATE "C" NOT NULL DEFAULT 'unknown',
    name            text,
    role            text COLLATE "C",
    environment     text COLLATE "C",
    created_at      timestamptz,
    expires_at      timestamptz,
    version         bigint NOT NULL DEFAULT 0,
    epoch           integer NOT NULL DEFAULT 0,
    -- All that is shown of it, as events show it.
    state           json,
    expiry_recorded boolean NOT NULL DEFAULT false,
    -- Charged calls, and the newest record of the meter that they were read from.
    total           bigint NOT NULL DEFAULT 0,
    last_used_at    timestamptz,
    meter_sequence  numeric(40) NOT NULL DEFAULT 0,
    -- The later of its issue and its last use.
    idle_since      timestamptz
);

-- Charged calls of a key on a day (UTC): the difference of the meter's readings at the day's first and last record, so that
-- neither repetition nor order matters.
CREATE TABLE usage_day (
    key_id         text COLLATE "C" NOT NULL,
    day            date NOT NULL,
    owner          text COLLATE "C",
    first_sequence numeric(40) NOT NULL,
    first_reading  bigint NOT NULL,
    last_sequence  numeric(40) NOT NULL,
    last_reading   bigint NOT NULL,
    -- Calls of a meter that was removed and made anew on this day.
    settled        bigint NOT NULL DEFAULT 0,
    calls          bigint GENERATED ALWAYS AS (settled + last_reading - first_reading) STORED,
    PRIMARY KEY (key_id, day)
);

-- What is linked stays as it is, whoever asks but the owner of the table.
CREATE FUNCTION refuse_relinking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a linked event does not change' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER event_is_append_only BEFORE UPDATE ON event
    FOR EACH ROW WHEN (OLD.link IS NOT NULL) EXECUTE FUNCTION refuse_relinking();
