/**
 * What keeps writes from being handed out (docs/adr/0012): a freeze and the brake on a database that may not be the one it
 * was, rows that every process sees at once; a cap of blocks per realm and hour; and the database's own identity, which a
 * clone brings along and does not have. A held order is not claimed and stays pending; once its own deadline has passed it is
 * handed out after all, with no time left, so that it is settled as too late and a person is asked.
 */
export const brakes0005 = `
CREATE TABLE brake (
  realm     text NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('freeze', 'standing')),
  reason    text NOT NULL,
  pulled_by text NOT NULL,
  pulled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (realm, kind)
);
COMMENT ON TABLE brake IS 'A row stops every write to IAM of its realm; realm * is all of them. See tourniquet freeze and reconcile';

CREATE TABLE block_limit (
  realm    text PRIMARY KEY,
  per_hour integer CHECK (per_hour > 0)
);
COMMENT ON TABLE block_limit IS 'How many blocks an hour a realm may put by itself, from the configuration; NULL: any number';

CREATE TABLE block_allowance (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  realm      text NOT NULL,
  blocks     integer NOT NULL CHECK (blocks > 0),
  reason     text NOT NULL,
  allowed_by text NOT NULL,
  allowed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE block_allowance IS 'More blocks than the limit, for an hour, by somebody';
CREATE INDEX block_allowance_recent ON block_allowance (realm, allowed_at);

CREATE TABLE database_identity (
  only_row          boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  system_identifier text,
  database_oid      bigint NOT NULL,
  bound_at          timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE database_identity IS 'Which database this is; a copy holds the identity of what it was copied from';

-- A role that may not read the system identifier says nothing about it: then the oid alone decides.
CREATE FUNCTION own_identity(OUT system_identifier text, OUT database_oid bigint) LANGUAGE plpgsql STABLE AS $$
BEGIN
  SELECT oid::bigint INTO database_oid FROM pg_database WHERE datname = current_database();
  IF has_function_privilege('pg_control_system()', 'EXECUTE') THEN
    SELECT control.system_identifier::text INTO system_identifier FROM pg_control_system() AS control;
  END IF;
END $$;
INSERT INTO database_identity (system_identifier, database_oid) SELECT * FROM own_identity();

ALTER TABLE effect ADD COLUMN block_place_at timestamptz, ADD COLUMN hold_told text;
CREATE INDEX effect_block_place ON effect (realm, block_place_at) WHERE block_place_at IS NOT NULL;

CREATE FUNCTION standing_brakes(p_realm text)
RETURNS TABLE (kind text, realm text, reason text, pulled_by text, pulled_at timestamptz) LANGUAGE sql STABLE AS $$
  SELECT kind, realm, reason, pulled_by, pulled_at FROM brake WHERE realm IN (p_realm, '*')
  UNION ALL
  SELECT 'standing', '*', format('this database is a copy: it was made as %s/%s and is %s/%s now', bound.system_identifier,
    bound.database_oid, own.system_identifier, own.database_oid), 'PostgreSQL', bound.bound_at
  FROM database_identity AS bound, own_identity() AS own
  WHERE bound.system_identifier <> own.system_identifier OR bound.database_oid <> own.database_oid;
$$;

CREATE FUNCTION write_hold(p_realm text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('kind', kind, 'reason', reason, 'by', pulled_by, 'since', pulled_at)
  FROM standing_brakes(p_realm) ORDER BY kind, pulled_at LIMIT 1;
$$;

-- What was refused before anything was sent gives its place back.
CREATE FUNCTION block_places(p_realm text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('perHour', per_hour, 'taken', taken, 'allowed', allowed, 'since', oldest,
    'isFull', coalesce(taken >= per_hour + allowed, false))
  FROM (SELECT (SELECT per_hour FROM block_limit WHERE realm = p_realm) AS per_hour) AS a_limit,
    (SELECT count(*)::integer AS taken, min(block_place_at) AS oldest FROM effect
      WHERE realm = p_realm AND block_place_at > clock_timestamp() - interval '60 minutes'
        AND coalesce(outcome ->> 'type', '') NOT IN ('PLAN_OUTDATED', 'PLAN_REFUSED')) AS places,
    (SELECT coalesce(sum(blocks), 0)::integer AS allowed FROM block_allowance
      WHERE realm = p_realm AND allowed_at > clock_timestamp() - interval '60 minutes') AS allowances;
$$;

CREATE FUNCTION effect_hold(e effect) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  held jsonb;
  places jsonb;
BEGIN
  IF e.write_key IS NULL OR e.not_after <= clock_timestamp() THEN RETURN NULL; END IF;
  held := write_hold(e.realm);
  IF held IS NULL AND e.kind = 'putBlock' AND e.block_place_at IS NULL THEN
    places := block_places(e.realm);
    IF (places ->> 'isFull')::boolean THEN
      held := jsonb_build_object('kind', 'cap', 'reason', format('%s of %s blocks that may be put within 60 minutes are put',
        places ->> 'taken', (places ->> 'perHour')::integer + (places ->> 'allowed')::integer),
        'by', 'limits.blocksPerAccountPerHour', 'since', places -> 'since');
    END IF;
  END IF;
  RETURN held;
END $$;

CREATE OR REPLACE FUNCTION claim_effect(p_realm text, p_id text, p_worker text, p_lease_ms integer) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  wanted effect%ROWTYPE;
  taken effect%ROWTYPE;
BEGIN
  -- The row first, then the places: whoever holds the places waits for nobody.
  SELECT * INTO wanted FROM effect WHERE id = p_id AND realm = p_realm
    AND ((status = 'pending' AND (retry_at IS NULL OR retry_at <= clock_timestamp()))
      OR (status = 'claimed' AND lease_until <= clock_timestamp()))
    -- A write that was given up may still be on its way until its holder's lease is over.
    AND (write_key IS NULL OR NOT EXISTS (
      SELECT 1 FROM effect AS given_up WHERE given_up.realm = p_realm AND given_up.write_key = effect.write_key
        AND given_up.status = 'abandoned' AND given_up.lease_until > clock_timestamp()))
  FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF wanted.kind = 'putBlock' AND wanted.block_place_at IS NULL THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('tourniquet block places ' || p_realm, 0));
  END IF;
  IF effect_hold(wanted) IS NOT NULL THEN RETURN NULL; END IF;
  UPDATE effect SET
    status = 'claimed', attempt = attempt + 1, worker = p_worker, retry_at = NULL,
    lease_until = clock_timestamp() + make_interval(secs => p_lease_ms / 1000.0),
    block_place_at = CASE WHEN kind = 'putBlock' AND coalesce(not_after > clock_timestamp(), true)
      THEN coalesce(block_place_at, clock_timestamp()) ELSE block_place_at END
  WHERE id = p_id
  RETURNING * INTO taken;
  RETURN jsonb_build_object(
    'id', taken.id, 'incidentId', taken.incident_id, 'attempt', taken.attempt, 'failures', taken.failures,
    'effect', taken.body, 'leaseMs', p_lease_ms,
    'remainingMs', extract(epoch FROM taken.not_after - clock_timestamp()) * 1000);
EXCEPTION WHEN unique_violation THEN
  RETURN NULL;
END $$;
`
