import { type Answer, noAnswer, type Sighting, validAccounts } from './answer.js'
import { type Baseline, isInBaseline } from './baseline.js'
import { firstByKey } from './first-by-key.js'
import { isHostingNetwork } from './hosting-network.js'
import type { IndicatorSeverity } from './indicator.js'
import type { IndicatorInput, Network } from './indicator-input.js'
import { type Located, leftOutGaps, locate } from './located-addresses.js'
import { type Novelty, newFor, noveltiesOf, noveltyAnswer } from './novelty.js'

/** Owners of networks (autonomous system organisations) from which the actor called for the first time in 45 days. */
export function newAsos({ facts, actor, geo }: IndicatorInput, baseline: Baseline): Answer<'NEW_ASO'> {
  if (geo === null || !geo.knows.networks)
    return noAnswer('notEvaluated', 'no MaxMind file of network owners was given')
  const networkOf = (address: string) => geo.networkOf(address)
  const { located, leftOut } = locate(facts.scope.actors.get(actor.key), networkOf)
  if (located.length === 0) {
    return noAnswer('notEvaluated', 'the file has none of its addresses', leftOutGaps(leftOut, geo.damage()))
  }
  const seenBy = (of: Parameters<typeof locate>[0]) =>
    new Set(
      locate(of, networkOf)
        .located.filter(({ tally }) => isInBaseline(baseline, tally))
        .map(({ value }) => value.organisation),
    )
  const novelties = noveltiesOf(
    firstByKey(located, ({ value }) => value.organisation),
    seenBy,
    baseline,
  )
  return noveltyAnswer(novelties.map(sightingOf), baseline, {
    what: 'network',
    gaps: leftOutGaps(leftOut, geo.damage()),
  })
}

function sightingOf({
  value: { source, tally, value },
  isNewForEntireAccount,
}: Novelty<Located<Network>>): Sighting<'NEW_ASO'> {
  const isHosting = isHostingNetwork(value)
  return {
    ...validAccounts,
    severity: severityOf(isNewForEntireAccount, isHosting),
    reason: `it called through ${value.organisation}, ${newFor(isNewForEntireAccount)}${isHosting ? '; it rents out machines or hides its users' : ''}`,
    detail: { aso: value.organisation, asn: value.asn, ipAddress: source, isNewForEntireAccount, isHosting },
    eventIds: tally.eventIds.map(({ eventId }) => eventId),
  }
}

function severityOf(isNewForEntireAccount: boolean | null, isHosting: boolean): IndicatorSeverity {
  return isNewForEntireAccount === true && isHosting ? 'MEDIUM' : 'LOW'
}
