/**
 * How far the investigations of Amazon Detective were pulled, and which of them this program has started itself: those are
 * evidence of an incident, and a finding made of one would accuse by our own question.
 */
export const detectivePulls0011 = `
CREATE TABLE detective_pull (
  realm     text NOT NULL,
  graph_arn text NOT NULL,
  read_to   timestamptz NOT NULL,
  PRIMARY KEY (realm, graph_arn)
);
COMMENT ON TABLE detective_pull IS 'Up to when investigations of a behavior graph were listed; one may be done later than it was made';

CREATE TABLE own_investigation (
  realm            text NOT NULL,
  investigation_id text NOT NULL,
  started_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (realm, investigation_id)
);
COMMENT ON TABLE own_investigation IS 'Investigations of Detective that were started to collect evidence';
`
