import type { FindingFacts } from './finding-facts.js'
import { actingArn } from './finding-facts.js'
import type { ProfileFacts } from './profile-facts.js'
import { assumptionOf, given, lastActOf, type TrailHit, textIn } from './trail-hit.js'

const CROSS_ACCOUNT = 'AWS Cross Account Activity From Previously Unseen Account'
const PROFILE = 'AWS IAM Roles Anywhere Profile Created'

type Common = Pick<FindingFacts, 'id' | 'type' | 'severity' | 'updatedAt'>

/**
 * The first row of a search as Splunk's webhook action sends it: where the session was asked for from another account that of
 * "AWS Cross Account Activity From Previously Unseen Account", else what whoever is accused did last.
 * https://research.splunk.com/cloud/21193641-cb96-4a2c-a707-d9b9a7f7792b/
 */
export function makeSplunk(facts: FindingFacts) {
  const { accused, type, firstSeenAt, lastSeenAt } = facts
  const { accountId } = accused.account.account
  const assumption = assumptionOf(accused)
  const asking = assumption === undefined ? '' : textIn(assumption, 'userIdentity', 'accountId')
  if (assumption === undefined || asking === accountId) {
    const act = lastActOf(accused, null, lastSeenAt)
    return alertOf(facts, type ?? CROSS_ACCOUNT, rowOf(act))
  }
  return alertOf(facts, type ?? CROSS_ACCOUNT, {
    firstTime: firstSeenAt,
    lastTime: lastSeenAt,
    requestingAccountId: asking,
    requestedAccountId: accountId,
    user: textIn(assumption, 'userIdentity', 'principalId'),
    src: textIn(assumption, 'sourceIPAddress'),
    user_role: actingArn(accused),
  })
}

/** The same about a profile of Roles Anywhere: who made it, and what was asked and answered. */
export function makeSplunkAboutProfile(facts: ProfileFacts) {
  const { record, profile, type } = facts
  return alertOf(facts, type ?? PROFILE, {
    ...rowOf(record),
    'requestParameters.name': profile.name,
    'requestParameters.roleArns{}': [...profile.roleArns],
    'responseElements.profile.profileArn': profile.arn,
    'responseElements.profile.profileId': profile.id,
  })
}

function rowOf(record: TrailHit) {
  const issuer = ['userIdentity', 'sessionContext', 'sessionIssuer'] as const
  return {
    _time: textIn(record, 'eventTime'),
    eventSource: textIn(record, 'eventSource'),
    event_name: textIn(record, 'eventName'),
    awsRegion: textIn(record, 'awsRegion'),
    sourceIPAddress: textIn(record, 'sourceIPAddress'),
    recipientAccountId: textIn(record, 'recipientAccountId'),
    'userIdentity.type': textIn(record, 'userIdentity', 'type'),
    ...given('userIdentity.arn', textIn(record, 'userIdentity', 'arn')),
    ...given('userIdentity.accountId', textIn(record, 'userIdentity', 'accountId')),
    ...given('userIdentity.principalId', textIn(record, 'userIdentity', 'principalId')),
    ...given('userIdentity.accessKeyId', textIn(record, 'userIdentity', 'accessKeyId')),
    ...given('userIdentity.userName', textIn(record, 'userIdentity', 'userName')),
    ...given('userIdentity.sessionContext.sessionIssuer.arn', textIn(record, ...issuer, 'arn')),
    ...given('userIdentity.sessionContext.sessionIssuer.userName', textIn(record, ...issuer, 'userName')),
  }
}

function alertOf({ id, severity, updatedAt }: Common, search: string, row: object) {
  const seconds = Math.floor(Date.parse(updatedAt) / 1000)
  const sid = `scheduler__admin__search__RMD5${id.slice(0, 16)}_at_${seconds}_42`
  return {
    sid,
    search_name: search,
    results_link: `https://splunk.example.com/app/search/@go?sid=${sid}`,
    owner: 'admin',
    app: 'search',
    result: { ...row, risk_score: String(Math.round(severity * 10)) },
  }
}
