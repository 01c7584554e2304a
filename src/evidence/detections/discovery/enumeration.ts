import { compareTexts } from '../../facts/texts.js'
import type { ActorFacts, CallTally } from '../../facts/trail-facts.js'
import type { Sighting } from '../detection.js'
import { named } from '../judge-acts.js'
import type { PatternRule } from '../rule.js'
import type { Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'
import { fewOf, lookingGravity } from './looking-gravity.js'

const reading = /^(Get|List|Describe|Lookup|Search)/

/** Reads made in the scope, and not in the baseline where there is enough of one. */
function newReads(actorKey: string, facts: ActorFacts, trail: TrailView): CallTally[] {
  const before = trail.hasBaseline ? trail.facts.baseline.actors.get(actorKey)?.byCall : undefined
  return [...facts.byCall]
    .filter(([call, { eventName }]) => reading.test(eventName) && before?.has(call) !== true)
    .map(([, tally]) => tally)
    .sort((a, b) => b.ok + b.failed - (a.ok + a.failed) || compareTexts(nameOf(a), nameOf(b)))
}

function nameOf({ eventSource, eventName }: CallTally): string {
  return `${eventSource.replace('.amazonaws.com', '')}:${eventName}`
}

const manyKinds = 25
const manyServices = 6
const isHeavy = (kinds: number, services: number) => kinds >= manyKinds * 2 && services >= manyServices * 2

/**
 * Reads of many kinds over many services: somebody who does not know the account looks around. GuardDuty's Discovery:IAMUser
 * /AnomalousBehavior, by counts. ATT&CK T1580, cloud infrastructure discovery.
 */
export const enumerationBurst: PatternRule = {
  kind: 'pattern',
  id: 'enumeration-burst',
  title: 'Many kinds of reads over many services',
  technique: 'T1580',
  tactic: 'discovery',
  find: (trail) =>
    trail.actorsInOrder().flatMap(([actorKey, facts]) => {
      const reads = newReads(actorKey, facts, trail)
      const services = new Set(reads.map(({ eventSource }) => eventSource))
      if (reads.length < manyKinds || services.size < manyServices) return []
      const severity = lookingGravity(isHeavy(reads.length, services.size) ? 'medium' : 'low', facts, trail)
      return [sightingOf(actorKey, severity, `${reads.length} kinds of reads in ${services.size} services`, reads)]
    }),
}

const identityReads =
  'ListUsers ListRoles ListGroups ListPolicies GetAccountAuthorizationDetails ListAccessKeys ListAttachedUserPolicies ' +
  'ListAttachedRolePolicies ListUserPolicies ListRolePolicies ListGroupsForUser GetAccountSummary GetAccountPasswordPolicy ' +
  'ListMFADevices ListVirtualMFADevices ListSSHPublicKeys ListServiceSpecificCredentials ListInstanceProfiles ListAccountAliases ' +
  'ListSAMLProviders ListOpenIDConnectProviders GetCredentialReport GenerateCredentialReport SimulatePrincipalPolicy ' +
  'GetPolicyVersion ListSigningCertificates ListEntitiesForPolicy'

/** Who there is and what they may do, asked in many ways. ATT&CK T1087.004 with T1069.003. */
export const identityEnumeration: PatternRule = {
  kind: 'pattern',
  id: 'iam-enumeration',
  title: 'Users, roles and their rights enumerated',
  technique: 'T1087.004',
  tactic: 'discovery',
  find: (trail) =>
    trail.actorsInOrder().flatMap(([actorKey, facts]) => {
      const asked = new Set(trail.talliesOf(facts, 'iam', identityReads))
      const reads = newReads(actorKey, facts, trail).filter((tally) => asked.has(tally))
      if (reads.length < 5) return []
      const severity = lookingGravity(reads.length < 12 ? 'low' : 'medium', facts, trail)
      return [sightingOf(actorKey, severity, named(reads.map(nameOf)), reads)]
    }),
}

/**
 * What an attacker asks first with an instance's stolen credentials, and what programs on an instance do not ask: who am I, who else
 * is there, what lies in the buckets. ATT&CK T1580 (Stratus Red Team's "discovery commands on an EC2 instance").
 */
export const instanceEnumeration: PatternRule = {
  kind: 'pattern',
  id: 'ec2-enumeration-from-instance',
  title: 'Account enumerated with an instance’s credentials',
  technique: 'T1580',
  tactic: 'discovery',
  find: (trail) => {
    const roles = new Set(
      [...trail.facts.scope.keys.values()]
        .filter(({ sessionName }) => /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/i.test(sessionName))
        .map(({ actorKey }) => actorKey),
    )
    return trail.actorsInOrder().flatMap(([actorKey, facts]) => {
      if (!roles.has(actorKey)) return []
      const reads = newReads(actorKey, facts, trail).filter(({ eventSource, eventName }) =>
        lookingAround.has(`${eventSource.split('.')[0]} ${eventName}`),
      )
      if (reads.length < 3) return []
      return [sightingOf(actorKey, reads.length < 5 ? 'low' : 'medium', named(reads.map(nameOf)), reads)]
    })
  },
}

/** So many of them from one address, whether or not they were let. */
export function looksFrom(address: string, { byCall }: ActorFacts): number {
  let kinds = 0
  for (const { eventSource, eventName, byIp } of byCall.values()) {
    if (lookingAround.has(`${eventSource.split('.')[0]} ${eventName}`) && byIp.get(address) !== undefined) kinds += 1
  }
  return kinds
}

const lookingAround = new Set([
  ...'ListUsers ListRoles ListGroups GetAccountSummary GetAccountAuthorizationDetails ListAccessKeys ListPolicies GetUser'
    .split(' ')
    .map((name) => `iam ${name}`),
  ...'DescribeSnapshots DescribeInstances DescribeVpcs DescribeSecurityGroups DescribeRegions DescribeImages DescribeAccountAttributes'
    .split(' ')
    .map((name) => `ec2 ${name}`),
  's3 ListBuckets',
  'sts GetCallerIdentity',
  'cloudtrail DescribeTrails',
  'guardduty ListDetectors',
  'rds DescribeDBInstances',
  'organizations DescribeOrganization',
  'organizations ListAccounts',
  'secretsmanager ListSecrets',
  'lambda ListFunctions20150331',
])

function sightingOf(actorKey: string, severity: Severity, what: string, tallies: readonly CallTally[]): Sighting {
  const isDenied = tallies.every(({ ok }) => ok === 0)
  return {
    actorKeys: [actorKey],
    severity,
    status: isDenied ? 'attempted' : 'succeeded',
    what,
    why: [`${tallies.reduce((sum, { ok, failed }) => sum + ok + failed, 0)} calls`],
    marks: tallies.flatMap(({ eventIds }) => fewOf(eventIds)),
  }
}
