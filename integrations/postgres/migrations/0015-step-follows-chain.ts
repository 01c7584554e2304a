/**
 * The same step as in 0012, which is taken only where its record follows the last one. The revision alone tells a step that was
 * computed from what is there; of several that were computed one from the other, a later one could meet its revision by somebody
 * else's step where the one before it was refused.
 */
export const stepFollowsChain0015 = `
CREATE OR REPLACE FUNCTION record_step(step jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  inc     jsonb := step -> 'incident';
  inc_id  text := inc ->> 'id';
  in_realm text := inc ->> 'realm';
  at_revision integer := (step ->> 'expectedRevision')::integer;
  found_id text;
  old_key text;
  next_id text;
  claimed jsonb;
BEGIN
  IF step ? 'finding' THEN
    SELECT incident_id INTO found_id FROM finding
      WHERE realm = in_realm AND dedup_key = step #>> '{finding,dedupKey}';
    IF FOUND THEN RETURN jsonb_build_object('status', 'duplicateFinding', 'incidentId', found_id); END IF;
  END IF;

  IF at_revision = 0 THEN
    -- One that ends in its first step would slip past the unique index of open ones; it joins all the same.
    SELECT id INTO found_id FROM incident WHERE realm = in_realm AND principal_key = inc ->> 'principalKey' AND open;
    IF FOUND THEN RETURN jsonb_build_object('status', 'principalTaken', 'incidentId', found_id); END IF;
    INSERT INTO incident (id, realm, playbook, version, principal_key, state, open, revision, snapshot, audit_seq, audit_hash)
    VALUES (inc_id, in_realm, inc ->> 'playbook', inc ->> 'version', inc ->> 'principalKey', inc ->> 'state',
      (inc ->> 'open')::boolean, 1, inc -> 'snapshot', 1, step #>> '{audit,hash}')
    ON CONFLICT (realm, principal_key) WHERE open DO NOTHING;
    IF NOT FOUND THEN
      SELECT id INTO found_id FROM incident WHERE realm = in_realm AND principal_key = inc ->> 'principalKey' AND open;
      IF NOT FOUND THEN RETURN jsonb_build_object('status', 'conflict'); END IF;
      RETURN jsonb_build_object('status', 'principalTaken', 'incidentId', found_id);
    END IF;
  ELSE
    SELECT principal_key INTO old_key FROM incident
      WHERE id = inc_id AND realm = in_realm AND revision = at_revision
      AND audit_hash = step #>> '{audit,prevHash}' FOR UPDATE;
    IF NOT FOUND THEN RETURN jsonb_build_object('status', 'conflict'); END IF;
    IF old_key <> inc ->> 'principalKey' AND (inc ->> 'open')::boolean THEN
      SELECT id INTO found_id FROM incident WHERE realm = in_realm AND principal_key = inc ->> 'principalKey' AND open;
      IF FOUND THEN RETURN jsonb_build_object('status', 'principalTaken', 'incidentId', found_id); END IF;
    END IF;
  END IF;

  IF step ? 'settles' THEN
    UPDATE effect SET status = 'done', outcome = step #> '{settles,outcome}', settled_at = clock_timestamp(), lease_until = NULL
    WHERE id = step #>> '{settles,effectId}' AND attempt = (step #>> '{settles,attempt}')::integer
      AND (status = 'claimed' OR (status = 'abandoned' AND write_key IS NOT NULL));
    IF NOT FOUND THEN RETURN jsonb_build_object('status', 'leaseLost'); END IF;
  END IF;

  IF step ? 'firesTimer' THEN
    DELETE FROM timer WHERE id = step ->> 'firesTimer' AND incident_id = inc_id;
    IF NOT FOUND THEN RETURN jsonb_build_object('status', 'timerGone'); END IF;
  END IF;

  IF at_revision > 0 THEN
    UPDATE incident SET state = inc ->> 'state', open = (inc ->> 'open')::boolean, revision = revision + 1,
      principal_key = inc ->> 'principalKey',
      snapshot = CASE jsonb_typeof(inc -> 'snapshot') WHEN 'null' THEN snapshot ELSE inc -> 'snapshot' END,
      audit_seq = (step #>> '{audit,body,seq}')::integer, audit_hash = step #>> '{audit,hash}',
      updated_at = clock_timestamp()
    WHERE id = inc_id;
  END IF;

  IF step ? 'finding' THEN
    INSERT INTO finding (id, incident_id, dedup_key, realm, body)
    VALUES (step #>> '{finding,id}', inc_id, step #>> '{finding,dedupKey}', in_realm, step #> '{finding,body}');
  END IF;

  INSERT INTO audit (incident_id, seq, body, prev_hash, hash)
  VALUES (inc_id, (step #>> '{audit,body,seq}')::integer, step #> '{audit,body}', step #>> '{audit,prevHash}', step #>> '{audit,hash}');

  IF jsonb_typeof(step -> 'leftState') = 'string' THEN
    UPDATE effect SET status = CASE status WHEN 'pending' THEN 'cancelled' ELSE 'abandoned' END
    WHERE incident_id = inc_id AND state = step ->> 'leftState' AND status IN ('pending', 'claimed');
  END IF;
  IF step ? 'endsEverything' THEN
    UPDATE effect SET status = CASE status WHEN 'pending' THEN 'cancelled' ELSE 'abandoned' END
    WHERE incident_id = inc_id AND status IN ('pending', 'claimed');
    DELETE FROM timer WHERE incident_id = inc_id;
  END IF;
  DELETE FROM timer WHERE incident_id = inc_id
    AND name IN (SELECT jsonb_array_elements_text(step -> 'cancelledTimers'));
  INSERT INTO timer (id, incident_id, realm, name, event, due_at)
  SELECT t ->> 'id', inc_id, in_realm, t ->> 'name', t ->> 'event',
    clock_timestamp() + make_interval(secs => (t ->> 'delayMs')::double precision / 1000)
  FROM jsonb_array_elements(step -> 'armedTimers') AS t;
  INSERT INTO document (incident_id, digest, kind, body)
  SELECT inc_id, d ->> 'digest', d ->> 'kind', d -> 'body' FROM jsonb_array_elements(step -> 'documents') AS d
  ON CONFLICT DO NOTHING;
  INSERT INTO effect (id, incident_id, realm, state, kind, body, write_key, not_after)
  SELECT o ->> 'id', inc_id, in_realm, o ->> 'state', o #>> '{effect,kind}', o -> 'effect', o ->> 'writeKey',
    clock_timestamp() + make_interval(secs => (o ->> 'notAfterMs')::double precision / 1000)
  FROM jsonb_array_elements(step -> 'orders') WITH ORDINALITY AS orders(o, n) ORDER BY n;

  IF step ? 'claimNext' THEN
    SELECT id INTO next_id FROM effect WHERE incident_id = inc_id AND realm = in_realm AND status = 'pending'
      AND (retry_at IS NULL OR retry_at <= clock_timestamp()) ORDER BY ordinal LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
      claimed := claim_effect(in_realm, next_id, step #>> '{claimNext,workerId}', (step #>> '{claimNext,leaseMs}')::integer);
    END IF;
  END IF;
  RETURN jsonb_build_object('status', 'recorded', 'claimed', claimed);
END $$;
`
