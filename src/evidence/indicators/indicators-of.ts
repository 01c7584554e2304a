import { type AnsweredFor, indicatorsFrom } from './answer.js'
import { type Baseline, baselineDaysMost, baselineOf } from './baseline.js'
import { flaggedIpAddresses } from './flagged-ip-addresses.js'
import { impossibleTravel } from './impossible-travel.js'
import type { Indicator } from './indicator.js'
import type { IndicatorInput } from './indicator-input.js'
import { newAsos } from './new-asos.js'
import { newGeolocations } from './new-geolocations.js'
import { newUserAgents } from './new-user-agents.js'
import { relatedFindingGroups } from './related-finding-groups.js'
import { relatedFindingSightings } from './related-finding-sightings.js'
import { ttpsObserved } from './ttps-observed.js'

/**
 * The eight indicators of Amazon Detective for one actor, from records alone: in the order of `indicatorTypes`, each type at
 * least once, with a status where there is nothing to see. The same facts give the same answer, whatever order they came in.
 * https://docs.aws.amazon.com/detective/latest/APIReference/API_ListIndicators.html
 */
export function indicatorsOf(input: IndicatorInput): Indicator[] {
  const baseline = baselineOf(input)
  const about = aboutActor(input, baseline)
  return [
    ...indicatorsFrom('TTP_OBSERVED', ttpsObserved(input), about),
    ...indicatorsFrom('IMPOSSIBLE_TRAVEL', impossibleTravel(input), about),
    ...indicatorsFrom('FLAGGED_IP_ADDRESS', flaggedIpAddresses(input), about),
    ...indicatorsFrom('NEW_GEOLOCATION', newGeolocations(input, baseline), about),
    ...indicatorsFrom('NEW_ASO', newAsos(input, baseline), about),
    ...indicatorsFrom('NEW_USER_AGENT', newUserAgents(input, baseline), about),
    ...indicatorsFrom('RELATED_FINDING', relatedFindingSightings(input), about),
    ...indicatorsFrom('RELATED_FINDING_GROUP', relatedFindingGroups(input), about),
  ]
}

function aboutActor({ facts, actor, gaps = [] }: IndicatorInput, { days }: Baseline): AnsweredFor {
  const scope = facts.scope.actors.get(actor.key)
  const missing = days < baselineDaysMost ? [`records of ${days} of the ${baselineDaysMost} days before the scope`] : []
  return {
    actorKey: actor.key,
    coverage: {
      regions: [...(scope?.byRegion.keys() ?? [])].sort(),
      baselineDays: days,
      gaps: [...gaps, ...(scope === undefined ? ['no record of the scope is of this principal'] : []), ...missing],
    },
  }
}
