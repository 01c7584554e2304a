import { newestPlaybooks, type Playbook } from '../../app/playbooks.js'
import type { Scenario } from '../support/scenario.js'
import {
  type GoldenJourney,
  type GoldenMoves,
  goldenJourneys,
  goldenMoves,
  widerJourneys,
  widerMoves,
} from './golden/golden-journeys.js'
import { allScenarios, outOfReach } from './scenarios/all-scenarios.js'
import { scopeScenarios } from './scenarios/scope.js'
import { widenScenarios } from './scenarios/widen.js'
import { widerUnreportedScenarios } from './scenarios/wider-unreported.js'

/** A playbook with what is written down of it: a playbook is registered only together with these. */
export interface PlaybookUnderTest extends Playbook {
  /** Examples that take every transition of the machine, those of the stages that it shares included. */
  readonly scenarios: readonly Scenario[]
  /** The transitions that no example can take, each with a reason beside it. */
  readonly outOfReach: readonly string[]
  /** How the stored snapshots in `golden/<name>@<version>` came to be, and what moves each of them on. */
  readonly journeys: readonly GoldenJourney[]
  readonly moves: GoldenMoves
  /** Rules of every other playbook (playbook-rules.ts) that this one has not, each with a reason beside it. */
  readonly waived?: readonly string[]
}

type Written = Omit<PlaybookUnderTest, keyof Playbook>

const ofSharedStages: Written = { scenarios: allScenarios, outOfReach, journeys: goldenJourneys, moves: goldenMoves }

/** A profile has no sessions of its own that a restore could revoke: its stage has no such steps. */
const withoutRevoking: Written = {
  ...ofSharedStages,
  scenarios: allScenarios.filter(({ rule }) => rule !== 'compromise revokes older sessions before the block goes'),
  journeys: goldenJourneys.filter(([name]) => !name.startsWith('restoring.revok')),
  waived: ['after a compromise the block goes only when older sessions are revoked and that had its time'],
}

/** By the playbook's name; the newest version. */
const written: Readonly<Record<string, Written>> = {
  'compromised-principal': ofSharedStages,
  'cross-account-activity': {
    ...ofSharedStages,
    scenarios: [...allScenarios, ...scopeScenarios, ...widenScenarios, ...widerUnreportedScenarios],
    journeys: [...goldenJourneys, ...widerJourneys],
    moves: { ...goldenMoves, ...widerMoves },
    outOfReach: [...outOfReach, 'awaitingWiderApproval.watch.checking: BLOCK_OBSERVED [branch 0] -> needsHuman'],
  },
  'roles-anywhere-profile': withoutRevoking,
}

/** Every playbook that is registered, newest versions only; the first is what the others share their stages with. */
export const playbooksUnderTest: readonly PlaybookUnderTest[] = newestPlaybooks.map((playbook) => {
  const known = written[playbook.name]
  if (known === undefined) throw new Error(`Nothing is written down for ${playbook.name}: playbooks-under-test.ts.`)
  return { ...playbook, ...known }
})

/** The playbook that has every stage as it is shared, and those that have some of their own. */
export function firstAndOthers(): readonly [first: PlaybookUnderTest, others: readonly PlaybookUnderTest[]] {
  const [first, ...others] = playbooksUnderTest
  if (first === undefined) throw new Error('No playbook is registered.')
  return [first, others]
}

/** For `it.each` and `describe.each`. */
export const byName = playbooksUnderTest.map((playbook) => [playbook.name, playbook] as const)
