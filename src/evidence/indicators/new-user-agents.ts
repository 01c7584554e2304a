import type { Tally, TrailFacts } from '../facts/trail-facts.js'
import { remembered } from '../record/remembered.js'
import { type Answer, noAnswer, type Sighting, validAccounts } from './answer.js'
import { type Baseline, isInBaseline } from './baseline.js'
import { firstByKey } from './first-by-key.js'
import type { IndicatorSeverity } from './indicator.js'
import type { IndicatorInput } from './indicator-input.js'
import { type Novelty, newFor, noveltiesOf, noveltyAnswer } from './novelty.js'
import { offensiveToolIn } from './offensive-tools.js'
import { userAgentFamily } from './user-agent-family.js'

/** An attacker chooses the text, and its length. */
const shownLength = 512

/** The actors of an account use the same programs, and each that is examined is compared with all of them. */
const knownFamilies = new WeakMap<TrailFacts, (agent: string) => string>()

/** Programs (without their versions) that the actor used for the first time in 45 days. */
export function newUserAgents({ facts, actor }: IndicatorInput, baseline: Baseline): Answer<'NEW_USER_AGENT'> {
  const scope = facts.scope.actors.get(actor.key)
  if (scope === undefined || scope.byAgent.size === 0) {
    return noAnswer('notObserved', 'no record of the scope has a user agent')
  }
  const familyOf = knownFamilies.get(facts) ?? remembered(userAgentFamily, 65_536)
  knownFamilies.set(facts, familyOf)
  const agents = [...scope.byAgent].map(([source, tally]) => ({ source, tally }))
  const novelties = noveltiesOf(
    firstByKey(agents, ({ source }) => familyOf(source)),
    ({ byAgent }) =>
      new Set([...byAgent].flatMap(([agent, tally]) => (isInBaseline(baseline, tally) ? [familyOf(agent)] : []))),
    baseline,
  )
  return noveltyAnswer(novelties.map(sightingOf), baseline, {
    what: 'program',
    gaps: ['a user agent is whatever the caller says it is'],
  })
}

function sightingOf(novelty: Novelty<{ source: string; tally: Tally }>): Sighting<'NEW_USER_AGENT'> {
  const { value, isNewForEntireAccount } = novelty
  const family = userAgentFamily(value.source)
  const tool = offensiveToolIn(value.source)
  return {
    ...validAccounts,
    severity: severityOf(isNewForEntireAccount, tool !== null),
    reason: `it called with ${family}, ${newFor(isNewForEntireAccount)}${tool === null ? '' : `; ${tool} serves attacks and tests of them`}`,
    detail: { userAgent: value.source.slice(0, shownLength).toWellFormed(), family, isNewForEntireAccount },
    eventIds: value.tally.eventIds.map(({ eventId }) => eventId),
  }
}

/** Another program is what people change most often. */
function severityOf(isNewForEntireAccount: boolean | null, isOffensive: boolean): IndicatorSeverity {
  if (isOffensive) return 'MEDIUM'
  return isNewForEntireAccount === true ? 'LOW' : 'INFORMATIONAL'
}
