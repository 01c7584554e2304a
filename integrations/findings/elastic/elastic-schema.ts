/**
 * Elastic's detection alerts, by the webhook connector's body (elastic/webhook-body.mustache beside this file) or as documents
 * of the alerts index, flat, nested or mixed, with or without the `_source` of a search's answer.
 *
 * ```json
 * {"source": "elastic", "date": "2026-03-01T10:02:00.000Z",
 *  "rule": {"id": "8f0c1f0e-1111-4222-8333-444455556666", "name": "AWS IAM Roles Anywhere Profile Creation"},
 *  "alerts": [{
 *    "@timestamp": "2026-03-01T10:01:30.120Z", "kibana.alert.uuid": "a7b1c2d3e4f5", "kibana.alert.severity": "high",
 *    "kibana.alert.risk_score": 73, "kibana.alert.rule.name": "AWS IAM Roles Anywhere Profile Creation",
 *    "kibana.alert.rule.rule_id": "1d4ca9c0-ff1e-11ee-91cc-f661ea17fbce", "event.action": "CreateProfile",
 *    "cloud": {"account": {"id": "111122223333"}, "region": "eu-west-1"}, "source": {"ip": "198.51.100.7"},
 *    "aws": {"cloudtrail": {"user_identity": {"type": "AssumedRole", "access_key_id": "ASIAIOSFODNN7EXAMPLE",
 *      "arn": "arn:aws:sts::111122223333:assumed-role/ci-deploy/build-4711",
 *      "session_context": {"session_issuer": {"arn": "arn:aws:iam::111122223333:role/ci-deploy", "type": "Role"}}}}}}]}
 * ```
 * Who acted is accused (`aws.cloudtrail.user_identity.*`); what was acted upon (`user.target.*`, `request_parameters`) is not.
 *
 * @see https://www.elastic.co/docs/reference/kibana/connectors-kibana/webhook-action-type
 * @see https://www.elastic.co/docs/explore-analyze/alerts-cases/alerts/rule-action-variables
 * @see https://www.elastic.co/docs/reference/security/fields-and-object-schemas/alert-schema
 * @see https://www.elastic.co/docs/reference/integrations/aws/cloudtrail
 */
import { z } from 'zod'

/** The connector's body. `alerts` is `context.alerts` of a security rule; each of them is judged by itself. */
export const elasticBodySchema = z.object({
  source: z.literal('elastic'),
  date: z.string().nullish(),
  rule: z.object({ id: z.string().nullish(), name: z.string().nullish() }).nullish(),
  alerts: z.array(z.unknown()),
})
export type ElasticBody = z.infer<typeof elasticBodySchema>
