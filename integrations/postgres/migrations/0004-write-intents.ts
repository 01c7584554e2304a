/** What was about to be changed that does not say by itself who changed it: see workers/intended-write.ts. */
export const writeIntents0004 = `
CREATE TABLE write_intent (
  containment_id text NOT NULL,
  object         text NOT NULL,
  incident_id    text NOT NULL REFERENCES incident,
  intended_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (containment_id, object)
);
COMMENT ON TABLE write_intent IS 'Filed before an access key or an attachment is changed: without a row it was others who changed it';
CREATE INDEX write_intent_incident ON write_intent (incident_id);
`
