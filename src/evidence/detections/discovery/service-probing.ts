import type { CallTally } from '../../facts/trail-facts.js'
import type { Sighting, Tactic } from '../detection.js'
import { named } from '../judge-acts.js'
import type { PatternRule } from '../rule.js'
import type { Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'
import { lookingGravity } from './looking-gravity.js'

interface Probing {
  readonly id: string
  readonly title: string
  readonly technique: string
  readonly tactic: Tactic
  readonly services: readonly string[]
  readonly names: string
  /** Different calls: fewer than the first are nothing. */
  readonly grades: readonly (readonly [kinds: number, Severity])[]
}

/** Counts calls that ask the same thing in different ways, whether or not their records were kept. */
function probing({ services, names, grades, ...head }: Probing): PatternRule {
  return {
    kind: 'pattern',
    ...head,
    find: (trail) =>
      trail.actorsInOrder().flatMap(([actorKey, facts]) => {
        const before = trail.hasBaseline ? trail.facts.baseline.actors.get(actorKey)?.byCall : undefined
        const asked = services
          .flatMap((service) => trail.talliesOf(facts, service, names))
          .filter(({ eventSource, eventName }) => before?.has(`${eventSource} ${eventName}`) !== true)
        const reached = grades.filter(([kinds]) => asked.length >= kinds)
        const [, severity] = reached[reached.length - 1] ?? []
        return severity === undefined ? [] : [sightingOf(actorKey, lookingGravity(severity, facts, trail), asked)]
      }),
  }
}

function sightingOf(actorKey: string, severity: Severity, asked: readonly CallTally[]): Sighting {
  const names = asked.map(({ eventName, ok, failed }) => `${eventName} (${ok + failed})`).sort()
  return {
    actorKeys: [actorKey],
    severity,
    status: asked.every(({ ok }) => ok === 0) ? 'attempted' : 'succeeded',
    what: named(names),
    why: [],
    marks: asked.flatMap(({ eventIds }) => eventIds),
  }
}

/** What one may send by e-mail and in whose name: asked before spam goes out. ATT&CK T1526, cloud service discovery. */
export const sesProbing = probing({
  id: 'ses-enumeration',
  title: 'E-mail sending rights enumerated',
  technique: 'T1526',
  tactic: 'discovery',
  services: ['ses', 'email'],
  names:
    'GetAccount GetAccountSendingEnabled GetSendQuota GetSendStatistics ListIdentities ListEmailIdentities ' +
    'GetIdentityVerificationAttributes GetIdentityDkimAttributes ListVerifiedEmailAddresses GetEmailIdentity ListConfigurationSets',
  grades: [
    [1, 'informational'],
    [2, 'low'],
    [3, 'medium'],
  ],
})

/** Which models may be used at somebody else's cost. ATT&CK T1526. */
export const bedrockProbing = probing({
  id: 'bedrock-enumeration',
  title: 'Bedrock models and their terms enumerated',
  technique: 'T1526',
  tactic: 'discovery',
  services: ['bedrock'],
  names:
    'ListFoundationModels GetFoundationModelAvailability GetUseCaseForModelAccess ListFoundationModelAgreementOffers ' +
    'GetModelInvocationLoggingConfiguration ListInferenceProfiles GetFoundationModel ListProvisionedModelThroughputs ListCustomModels',
  grades: [
    [1, 'informational'],
    [3, 'low'],
    [5, 'medium'],
  ],
})

/** Whether and how somebody watches. ATT&CK T1518.001, security software discovery. */
export const defenseProbing = probing({
  id: 'security-services-enumerated',
  title: 'Trails and detectors looked up',
  technique: 'T1518.001',
  tactic: 'discovery',
  services: ['cloudtrail', 'guardduty', 'config', 'securityhub', 'access-analyzer', 'macie2'],
  names:
    'DescribeTrails GetTrailStatus GetEventSelectors ListTrails ListDetectors GetDetector DescribeConfigurationRecorders ' +
    'DescribeConfigurationRecorderStatus DescribeHub GetEnabledStandards ListAnalyzers GetMacieSession ListPublishingDestinations',
  grades: [
    [3, 'informational'],
    [5, 'low'],
    [8, 'medium'],
  ],
})

/** Models listed in region after region: told by the regions of the actor, since counts by call have none. ATT&CK T1526. */
export function bedrockRegions(trail: TrailView): Sighting[] {
  return trail.actorsInOrder().flatMap(([actorKey, facts]) => {
    const asked = trail
      .actsNamed('bedrock', 'ListFoundationModels GetFoundationModelAvailability InvokeModel Converse')
      .filter(({ actor }) => actor.key === actorKey)
    const regions = new Set(asked.flatMap(({ event }) => event.region ?? []))
    if (regions.size < 3) return []
    return [
      {
        actorKeys: [actorKey],
        severity: lookingGravity('medium', facts, trail),
        status: asked.some(({ outcome }) => outcome === 'ok') ? ('succeeded' as const) : ('attempted' as const),
        what: `Bedrock asked in ${regions.size} regions: ${named([...regions].sort())}`,
        why: [],
        marks: asked.map(({ mark }) => mark),
      },
    ]
  })
}

export const bedrockRegionsProbed: PatternRule = {
  kind: 'pattern',
  id: 'bedrock-regions-enumerated',
  title: 'Bedrock asked in many regions',
  technique: 'T1526',
  tactic: 'discovery',
  find: bedrockRegions,
}
