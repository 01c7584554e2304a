/**
 * Claims: a pending effect, or one whose lease is over, goes to one worker. A second write on the same entity waits until
 * the first is settled (one_write_an_entity), an effect past its deadline is not handed out any more but reported once
 * as claimed with no time left, so that the worker settles it as failed and a person is asked.
 */
export const claimEffect0002 = `
CREATE FUNCTION claim_effect(p_realm text, p_id text, p_worker text, p_lease_ms integer) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  taken effect%ROWTYPE;
BEGIN
  UPDATE effect SET
    status = 'claimed', attempt = attempt + 1, worker = p_worker, retry_at = NULL,
    lease_until = clock_timestamp() + make_interval(secs => p_lease_ms / 1000.0)
  WHERE id = p_id AND realm = p_realm
    AND ((status = 'pending' AND (retry_at IS NULL OR retry_at <= clock_timestamp()))
      OR (status = 'claimed' AND lease_until <= clock_timestamp()))
    -- A write that was given up may still be on its way until its holder's lease is over.
    AND (write_key IS NULL OR NOT EXISTS (
      SELECT 1 FROM effect AS given_up WHERE given_up.realm = p_realm AND given_up.write_key = effect.write_key
        AND given_up.status = 'abandoned' AND given_up.lease_until > clock_timestamp()))
  RETURNING * INTO taken;
  IF NOT FOUND THEN RETURN NULL; END IF;
  RETURN jsonb_build_object(
    'id', taken.id, 'incidentId', taken.incident_id, 'attempt', taken.attempt, 'failures', taken.failures,
    'effect', taken.body, 'leaseMs', p_lease_ms,
    'remainingMs', extract(epoch FROM taken.not_after - clock_timestamp()) * 1000);
EXCEPTION WHEN unique_violation THEN
  RETURN NULL;
END $$;
`
