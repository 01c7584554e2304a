/**
 * Splunk's webhook alert action. It sends the first row of the result only, under flat keys as the search named them; here one
 * of Splunk's story AWS Cross Account Activity.
 *
 * ```json
 * {"sid": "scheduler__admin__search__RMD5c0ffee_at_1772359290_42", "search_name": "AWS Detect Role Creation",
 *  "results_link": "https://splunk.example.com/app/search/@go?sid=scheduler__admin__search__RMD5c0ffee_at_1772359290_42",
 *  "owner": "admin", "app": "search",
 *  "result": {"_time": "2026-03-01T10:01:30.000+00:00", "sourceIPAddress": "198.51.100.7", "event_name": "CreateRole",
 *    "userIdentity.type": "AssumedRole", "userIdentity.principalId": "AROAIOSFODNN7EXAMPLE:build-4711",
 *    "userIdentity.arn": "arn:aws:sts::111122223333:assumed-role/ci-deploy/build-4711",
 *    "userIdentity.sessionContext.sessionIssuer.arn": "arn:aws:iam::111122223333:role/ci-deploy",
 *    "requestParameters.roleName": "backdoor", "responseElements.role.arn": "arn:aws:iam::111122223333:role/backdoor"}}
 * ```
 * `search_name` is null for a search that was not saved. Who acted is accused (`userIdentity.*`); what was acted upon
 * (`requestParameters.*`, `responseElements.*`) never is, but for a role that was asked for from another account
 * (`user_role`, `requestParameters.roleArn` of AssumeRole): it is what can be blocked where it is. Multi-value fields are lists, or lines of one text.
 *
 * @see https://help.splunk.com/en/splunk-enterprise/alert-and-respond/alerting-manual/10.0/configure-alert-actions/use-a-webhook-alert-action
 * @see https://research.splunk.com/stories/aws_cross_account_activity/
 */
import { z } from 'zod'

export const splunkAlertSchema = z.object({
  // Part of the key under which deliveries are told apart.
  sid: z.string().regex(/^[\x21-\x7e]{1,300}$/, 'not a search id'),
  search_name: z.string().max(2048).nullish(),
  app: z.string().nullish(),
  results_link: z.string().nullish(),
  result: z.record(z.string(), z.unknown()),
})
export type SplunkAlert = z.infer<typeof splunkAlertSchema>
