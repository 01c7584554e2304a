/**
 * The tables of the spine. Comments on tables are in the SQL, so that an operator with psql reads them too.
 * Times are the server's: `clock_timestamp()`, never a client's.
 */
export const incidents0001 = `
CREATE TABLE incident (
  id            text PRIMARY KEY,
  realm         text NOT NULL,
  playbook      text NOT NULL,
  version       text NOT NULL,
  principal_key text NOT NULL,
  state         text NOT NULL,
  open          boolean NOT NULL,
  revision      integer NOT NULL CHECK (revision > 0),
  snapshot      jsonb NOT NULL,
  audit_seq     integer NOT NULL,
  audit_hash    text NOT NULL,
  opened_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE incident IS 'One row an incident; revision is what compare-and-set compares';
CREATE UNIQUE INDEX one_open_incident_a_principal ON incident (realm, principal_key) WHERE open;
CREATE INDEX incident_principal ON incident (realm, principal_key, opened_at);

CREATE TABLE finding (
  id          text PRIMARY KEY,
  incident_id text NOT NULL REFERENCES incident,
  dedup_key   text NOT NULL,
  realm       text NOT NULL,
  body        jsonb NOT NULL,
  taken_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (realm, dedup_key)
);
CREATE INDEX ON finding (incident_id);

CREATE TABLE effect (
  id          text PRIMARY KEY,
  ordinal     bigint GENERATED ALWAYS AS IDENTITY,
  incident_id text NOT NULL REFERENCES incident,
  realm       text NOT NULL,
  state       text NOT NULL,
  kind        text NOT NULL,
  body        jsonb NOT NULL,
  status      text NOT NULL DEFAULT 'pending'
              CHECK (status IN ('pending', 'claimed', 'done', 'cancelled', 'abandoned', 'refused')),
  attempt     integer NOT NULL DEFAULT 0,
  failures    integer NOT NULL DEFAULT 0,
  worker      text,
  lease_until timestamptz,
  retry_at    timestamptz,
  not_after   timestamptz,
  write_key   text,
  problem     text,
  outcome     jsonb,
  ordered_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at  timestamptz
);
COMMENT ON TABLE effect IS 'The outbox: orders to the outside world, claimed with a lease';
CREATE INDEX effect_runnable ON effect (realm, ordinal) WHERE status IN ('pending', 'claimed');
CREATE INDEX effect_incident ON effect (incident_id);
CREATE UNIQUE INDEX one_write_an_entity ON effect (realm, write_key) WHERE status = 'claimed' AND write_key IS NOT NULL;

CREATE TABLE timer (
  id          text PRIMARY KEY,
  incident_id text NOT NULL REFERENCES incident,
  realm       text NOT NULL,
  name        text NOT NULL,
  event       text NOT NULL,
  due_at      timestamptz NOT NULL
);
COMMENT ON TABLE timer IS 'One row an arming; firing deletes it inside the step that it causes';
CREATE INDEX timer_due ON timer (realm, due_at);
CREATE INDEX timer_incident ON timer (incident_id, name);

CREATE TABLE document (
  incident_id text NOT NULL REFERENCES incident,
  digest      text NOT NULL,
  kind        text NOT NULL,
  body        jsonb NOT NULL,
  PRIMARY KEY (digest, incident_id)
);

CREATE TABLE audit (
  incident_id text NOT NULL REFERENCES incident,
  seq         integer NOT NULL,
  body        jsonb NOT NULL,
  prev_hash   text NOT NULL,
  hash        text NOT NULL,
  PRIMARY KEY (incident_id, seq)
);
COMMENT ON TABLE audit IS 'Append-only, hash-chained; see docs/adr and tourniquet audit verify';
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit record is append-only.';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
`
