/**
 * A finding that could have been forged hurries nothing: whoever may import findings could else send thousands of the highest
 * severity, and have what is true wait behind them.
 */
export const severityOfTrust0014 = `
CREATE OR REPLACE FUNCTION finding_severity(body jsonb) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN body -> 'trusted' = 'false'::jsonb THEN 0
    WHEN jsonb_typeof(body -> 'severity') = 'number' THEN (body ->> 'severity')::double precision
    ELSE 0
  END
$$;
COMMENT ON COLUMN effect.severity IS
  'Of the gravest finding of the incident that cannot be forged, on GuardDuty''s scale; 0 where there is none';
`
