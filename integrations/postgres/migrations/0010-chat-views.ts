/**
 * What a chat shows of each incident, and by which messages (src/incidents/chat-posts.ts). A view of the record: steps do not
 * write it, and it may be emptied, after which open incidents are posted anew.
 *
 * Looks are frequent and must stay cheap beside very many incidents that are over. So a row of one that is over says up to
 * which number its record goes (`closed_seq`), and an index holds what may be behind alone. `incident` gets no index on a
 * column that each step changes: that would make every step write to all its indexes. Its trigger runs for incidents that
 * are over, so it costs the step that closes one and the few after it.
 */
export const chatViews0010 = `
CREATE TABLE chat_views (
  realm       text NOT NULL,
  incident_id text NOT NULL REFERENCES incident,
  shown_seq   integer NOT NULL DEFAULT 0,
  urgent_seq  integer NOT NULL DEFAULT 0,
  closed_seq  integer,
  dirty_at    timestamptz,
  holder      text,
  claimed_at  timestamptz,
  claimed_seq integer,
  lease_until timestamptz,
  behind_since timestamptz,
  failures    integer NOT NULL DEFAULT 0,
  retry_at    timestamptz,
  problem     text,
  updated_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  may_be_behind boolean NOT NULL
    GENERATED ALWAYS AS (closed_seq IS NULL OR closed_seq > shown_seq OR dirty_at IS NOT NULL) STORED,
  PRIMARY KEY (realm, incident_id)
);
COMMENT ON TABLE chat_views IS 'Up to which number a chat shows an incident''s record, and who is about to show more';
COMMENT ON COLUMN chat_views.closed_seq IS 'Of an incident that is over: the number its record goes to; NULL: it may be open';
COMMENT ON COLUMN chat_views.may_be_behind IS 'A column of its own, so that the planner knows how few it is';
COMMENT ON COLUMN chat_views.dirty_at IS 'Asked to be looked at though the record did not move; NULL: not';
CREATE INDEX chat_views_behind ON chat_views (realm, incident_id) WHERE may_be_behind;
CREATE INDEX incident_opened ON incident (realm, opened_at);

CREATE TABLE chat_posts (
  realm       text NOT NULL,
  incident_id text NOT NULL REFERENCES incident,
  slot        text NOT NULL,
  channel     text NOT NULL,
  message_id  text NOT NULL,
  thread_id   text,
  digest      text NOT NULL,
  posted_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (realm, incident_id, slot)
);
COMMENT ON TABLE chat_posts IS 'The messages that stand in a chat: edited where their content changes, never posted twice';
CREATE INDEX chat_posts_message ON chat_posts (realm, channel, message_id);

-- A row that is being made meanwhile waits for the step through its foreign key, so one of the two always sees the other.
CREATE FUNCTION chat_view_behind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE chat_views SET closed_seq = CASE WHEN NEW.open THEN NULL ELSE NEW.audit_seq END
  WHERE realm = NEW.realm AND incident_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER chat_view_behind AFTER UPDATE ON incident
  FOR EACH ROW WHEN (NOT NEW.open OR NOT OLD.open) EXECUTE FUNCTION chat_view_behind();

-- Claimed are rows of chat_views, so what was never shown gets its row first.
CREATE FUNCTION claim_chat_views(p_realm text, p_holder text, p_limit integer, p_lease_ms integer, p_urgent text[])
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  claimed jsonb;
  -- A variable: an index is not searched for what a volatile function answers.
  an_hour_ago timestamptz := clock_timestamp() - interval '1 hour';
BEGIN
  INSERT INTO chat_views (realm, incident_id, closed_seq)
  SELECT p_realm, i.id, CASE WHEN i.open THEN NULL ELSE i.audit_seq END FROM (
    SELECT id, open, audit_seq FROM incident WHERE realm = p_realm AND open
    UNION ALL
    SELECT id, open, audit_seq FROM incident
    WHERE realm = p_realm AND opened_at > an_hour_ago AND NOT open
  ) AS i
  WHERE NOT EXISTS (SELECT FROM chat_views AS v WHERE v.realm = p_realm AND v.incident_id = i.id)
  ON CONFLICT DO NOTHING;

  WITH picked AS (
    SELECT v.incident_id AS id, i.audit_seq AS seq, i.updated_at AS moved_at, i.open,
      i.state = ANY (p_urgent) AND i.audit_seq > greatest(v.shown_seq, v.urgent_seq) AS is_urgent,
      i.audit_seq > v.shown_seq AS is_behind
    FROM chat_views AS v JOIN incident AS i ON i.id = v.incident_id
    WHERE v.realm = p_realm AND v.may_be_behind
      AND (i.audit_seq > v.shown_seq OR v.dirty_at IS NOT NULL)
      AND (v.lease_until IS NULL OR v.lease_until <= clock_timestamp())
      -- What could not be shown is tried again at once where the record has moved: it is another card now.
      AND (v.retry_at IS NULL OR v.retry_at <= clock_timestamp() OR (v.failures > 0 AND i.audit_seq > v.claimed_seq))
    ORDER BY is_urgent DESC, is_behind DESC, i.open DESC, i.updated_at, v.incident_id
    LIMIT p_limit FOR UPDATE OF v SKIP LOCKED
  ), taken AS (
    UPDATE chat_views AS v SET holder = p_holder, claimed_at = clock_timestamp(), claimed_seq = picked.seq, retry_at = NULL,
      lease_until = clock_timestamp() + make_interval(secs => p_lease_ms / 1000.0),
      behind_since = coalesce(v.behind_since, picked.moved_at)
    FROM picked WHERE v.realm = p_realm AND v.incident_id = picked.id
    RETURNING picked.*, v.shown_seq, v.failures, v.dirty_at IS NOT NULL AS is_look
  )
  SELECT jsonb_agg(jsonb_build_object('incidentId', id, 'seq', seq, 'shownSeq', shown_seq, 'failures', failures,
    'isLook', is_look) ORDER BY is_urgent DESC, is_behind DESC, open DESC, moved_at, id) INTO claimed FROM taken;
  RETURN coalesce(claimed, '[]');
END $$;
`
