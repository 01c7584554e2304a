import { compareTexts } from '../facts/texts.js'
import type { IpTally } from '../facts/trail-facts.js'
import { type Answer, noAnswer, type Sighting, validAccounts } from './answer.js'
import type { IndicatorInput } from './indicator-input.js'
import { plainAddress, sourceKindOf } from './source-kind.js'

/** Addresses of the actor that stand on a supplied list. */
export function flaggedIpAddresses({ facts, actor, flagged }: IndicatorInput): Answer<'FLAGGED_IP_ADDRESS'> {
  if (flagged === null) return noAnswer('notEvaluated', 'no list of addresses was given')
  const sightings: Sighting<'FLAGGED_IP_ADDRESS'>[] = []
  let services = 0
  for (const [source, tally] of facts.scope.actors.get(actor.key)?.byIp ?? []) {
    const address = plainAddress(source)
    const reason = address === null ? null : flagged.reasonOf(address)
    if (sourceKindOf(source) === 'service') services += 1
    if (reason !== null) sightings.push(sightingOf(source, reason, tally))
  }
  return {
    sightings: sightings.sort((a, b) => compareTexts(a.detail.ipAddress, b.detail.ipAddress)),
    otherwise: { status: 'notObserved', reason: 'none of its addresses is on the list' },
    gaps: services > 0 ? ['calls that AWS services made for it do not tell from which address'] : [],
  }
}

function sightingOf(
  ipAddress: string,
  reason: string,
  { ok, failed, eventIds }: IpTally,
): Sighting<'FLAGGED_IP_ADDRESS'> {
  return {
    ...validAccounts,
    severity: ok > 0 ? 'HIGH' : 'MEDIUM',
    reason: `it called from ${ipAddress}, which is on the list; ${ok} calls succeeded and ${failed} failed`,
    detail: { ipAddress, reason, apiSuccessCount: ok, apiFailureCount: failed },
    eventIds: eventIds.map(({ eventId }) => eventId),
  }
}
