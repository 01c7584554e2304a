import { createHash } from 'node:crypto'
import { fieldOf, isJsonObject, type Json } from '../../../simulated-aws/json.js'
import type { FindingFacts } from './finding-facts.js'
import { uuidOf } from './make-security-hub.js'
import type { ProfileFacts } from './profile-facts.js'
import { given, lastActOf, type TrailHit, textIn } from './trail-hit.js'

/** https://www.elastic.co/docs/reference/security/prebuilt-rules/rules/integrations/aws/persistence_iam_roles_anywhere_profile_created */
const PROFILE_RULE = 'AWS IAM Roles Anywhere Profile Creation'
const PROFILE_RULE_ID = '1d4ca9c0-ff1e-11ee-91cc-f661ea17fbce'

type Common = Pick<FindingFacts, 'id' | 'severity' | 'updatedAt'>

/**
 * An alert about what somebody did, as the webhook connector sends it. As many a rule's documents it tells who acted and what the
 * act was, and not what was asked: a profile of Roles Anywhere is then to be found in CloudTrail.
 */
export function makeElastic(facts: FindingFacts) {
  const { accused, type, lastSeenAt } = facts
  const rule = type ?? PROFILE_RULE
  const act = lastActOf(accused, rule === PROFILE_RULE ? 'CreateProfile' : null, lastSeenAt)
  return bodyOf(facts, rule, act, {})
}

/** The alert of the profiles' rule with request and answer, as Elastic's integration writes them. */
export function makeElasticAboutProfile(facts: ProfileFacts) {
  const { record, profile, type } = facts
  const { name, arn: profileArn, id: profileId, roleArns } = profile
  const asked = fieldOf(record, 'requestParameters') ?? { name, roleArns: [...roleArns], enabled: true }
  const answered = fieldOf(record, 'responseElements') ?? { profile: { name, profileArn, profileId } }
  return bodyOf(facts, type ?? PROFILE_RULE, record, {
    request_parameters: asJavaWrites(asked),
    response_elements: asJavaWrites(answered),
  })
}

function bodyOf({ id, severity, updatedAt }: Common, rule: string, record: TrailHit, more: object) {
  const alert = {
    '@timestamp': updatedAt,
    'kibana.alert.uuid': id,
    'kibana.alert.status': 'active',
    'kibana.alert.workflow_status': 'open',
    'kibana.alert.original_time': textIn(record, 'eventTime'),
    'kibana.alert.risk_score': Math.round(severity * 10),
    'kibana.alert.rule.name': rule,
    'kibana.alert.rule.rule_id': ruleId(rule),
    event: {
      provider: textIn(record, 'eventSource'),
      action: textIn(record, 'eventName'),
      dataset: 'aws.cloudtrail',
      outcome: 'success',
    },
    cloud: { account: { id: textIn(record, 'recipientAccountId') }, region: textIn(record, 'awsRegion') },
    source: { ip: textIn(record, 'sourceIPAddress') },
    aws: { cloudtrail: { user_identity: identityOf(record), ...more } },
  }
  return { source: 'elastic', date: updatedAt, rule: { id: ruleId(rule), name: rule }, alerts: [alert] }
}

function identityOf(record: TrailHit) {
  const issuer = ['userIdentity', 'sessionContext', 'sessionIssuer'] as const
  const issuerArn = textIn(record, ...issuer, 'arn')
  return {
    type: textIn(record, 'userIdentity', 'type'),
    ...given('arn', textIn(record, 'userIdentity', 'arn')),
    ...given('access_key_id', textIn(record, 'userIdentity', 'accessKeyId')),
    ...(issuerArn === ''
      ? {}
      : { session_context: { session_issuer: { arn: issuerArn, type: textIn(record, ...issuer, 'type') } } }),
  }
}

/** Elastic's own rules keep their ids; those of one's own get one each. */
function ruleId(rule: string): string {
  return rule === PROFILE_RULE ? PROFILE_RULE_ID : uuidOf(createHash('sha256').update(rule).digest('hex'))
}

/** `{name=build agents, roleArns=[arn:…], enabled=true}`. */
function asJavaWrites(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(asJavaWrites).join(', ')}]`
  if (!isJsonObject(value)) return String(value)
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}=${asJavaWrites(inner)}`)
    .join(', ')}}`
}
