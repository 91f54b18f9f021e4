-- Each report answers a page in the order of one of these.
CREATE INDEX event_by_time ON event (at, key_id, created_at, epoch, version, step);
CREATE INDEX event_by_owner ON event (owner, at, key_id, created_at, epoch, version, step);
CREATE INDEX event_by_actor ON event (actor, at, key_id, created_at, epoch, version, step);
CREATE INDEX event_by_action ON event (action, at, key_id, created_at, epoch, version, step);

CREATE INDEX api_key_by_owner ON api_key (owner, key_id);
CREATE INDEX api_key_by_expiry ON api_key (expires_at, key_id) WHERE status = 'active';
CREATE INDEX api_key_by_expiry_of_owner ON api_key (owner, expires_at, key_id) WHERE status = 'active';
-- With the expiry: what has expired is passed over in the index.
CREATE INDEX api_key_by_idleness ON api_key (idle_since, key_id, expires_at) WHERE status = 'active';
CREATE INDEX api_key_by_idleness_of_owner ON api_key (owner, idle_since, key_id, expires_at) WHERE status = 'active';

-- Without the calls: a row is updated often, and cheaply while no index holds what changes.
CREATE INDEX usage_day_by_day ON usage_day (day);
CREATE INDEX usage_day_by_owner ON usage_day (owner, day);
