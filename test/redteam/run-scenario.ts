import type { VirtualWorld } from '../../app/exercise/virtual/virtual-world.js'
import { decide } from '../../src/incidents/decide.js'
import { aFinding } from '../support/fixtures/findings.js'
import { type Encounter, encounter } from './encounter.js'
import { nameOf, type Scenario } from './scenarios.js'
import { alarms } from './witness.js'

const MINUTE_MS = 60_000
const WATCH_MS = 10 * MINUTE_MS
/** Long enough for the latest CloudTrail, and the look after it. */
const LATE_WATCH_MS = 12 * MINUTE_MS
const LONGEST_SOAK_MS = 15 * MINUTE_MS
/** A way back that is told later than this is told too late. */
const LONGEST_UNTOLD_MS = 2_000

/** What came of one run. */
export interface ScenarioResult {
  readonly scenario: string
  readonly seed: number
  /** Where the incident stood when its soak was over. */
  readonly afterSoak: string
  /** "Contained" was claimed while the account allowed the principal something. */
  readonly isFalse: boolean
  /** It was claimed while the attacker held what it had got after the block. */
  readonly isKept: boolean
  /** The attacker's first change after our first write; null where it made none. */
  readonly wayBack: string | null
  /** From then to the first notice that tells of it. */
  readonly toldAfterMs: number | null
  /** Sessions of other roles from before the block: those that the plan lists, those told when CloudTrail showed them, the rest. */
  readonly elsewhereListed: number
  readonly elsewhereTold: number
  readonly elsewhereUntold: number
  readonly violations: readonly string[]
}

/** Finding, evidence, plan, approval at once, block, soak to its end, and ten more minutes of watch. */
export async function runScenario(scenario: Scenario, seed: number): Promise<ScenarioResult> {
  const met = await encounter(scenario, seed)
  try {
    const { world, accused } = met
    const reportedAt = world.time.now()
    const at = reportedAt.toISOString()
    approveAtOnce(world)
    world.report(aFinding({ principal: accused, firstSeenAt: at, lastSeenAt: at, updatedAt: at }))
    const state = () => world.incidents[0]?.state ?? 'none'
    await world.run(LONGEST_SOAK_MS, () =>
      ['contained', 'needsHuman', 'refused', 'unresolved', 'unconfirmed'].includes(state()),
    )
    const afterSoak = state()
    await world.run(WATCH_MS)
    if (met.witness.elsewhere.size > 0) await world.run(LATE_WATCH_MS)
    return resultOf(scenario, seed, met, afterSoak, reportedAt)
  } finally {
    await met.close()
  }
}

const approvers = ['ana', 'bo', 'cyd']
const approvalRules = { contain: { approvers, quorum: 1 }, restore: { approvers, quorum: 1 } }

/** As many people as the plan takes, with no time to think. */
function approveAtOnce(world: VirtualWorld): void {
  world.people.whenAsked(({ incidentId, planDigest, plan }) => {
    if (plan.kind !== 'contain') return
    world.begin(async () => {
      for (const by of approvers) {
        const decision = { question: 'contain', decision: 'approve', planDigest, reason: 'block it', by } as const
        const decided = await decide(world.engine, approvalRules, incidentId, decision)
        if (decided.status !== 'counted') return
      }
    })
  })
}

function resultOf(
  scenario: Scenario,
  seed: number,
  met: Encounter,
  afterSoak: string,
  reportedAt: Date,
): ScenarioResult {
  const { witness, world } = met
  const { reEntry } = witness
  const told = witness.toldOfReEntry()
  const elsewhere = [...witness.elsewhere]
  const unlisted = elsewhere.filter((id) => !isListed(world, id))
  const untold = unlisted.filter((id) => !wasTold(world, id))
  const result = {
    scenario: nameOf(scenario),
    seed,
    afterSoak,
    isFalse: witness.falseAtMs !== null,
    isKept: witness.keptAtMs !== null,
    wayBack: reEntry?.call.operation ?? null,
    toldAfterMs: told === null || reEntry === null ? null : told.atMs - reEntry.atMs,
    elsewhereListed: elsewhere.length - unlisted.length,
    elsewhereTold: unlisted.length - untold.length,
    elsewhereUntold: untold.length,
  }
  const violations = [
    ...violationsOf(result),
    ...unlisted
      .filter((id) => wasVisible(met, id, reportedAt))
      .map((id) => `the plan does not list ${id}, a session of another role`),
    ...untold.map((id) => `nobody was told of ${id}, a session of another role`),
  ]
  return { ...result, violations }
}

function violationsOf(result: Omit<ScenarioResult, 'violations'>): string[] {
  const { afterSoak, isFalse, isKept, wayBack, toldAfterMs } = result
  return [
    ...(['contained', 'needsHuman'].includes(afterSoak) ? [] : [`the soak came to no end: ${afterSoak}`]),
    ...(isFalse ? ['"contained" while the principal was allowed'] : []),
    ...(isKept ? ['"contained" while the attacker kept what it got after the block'] : []),
    ...(wayBack !== null && toldAfterMs === null ? [`nobody was told of ${wayBack}`] : []),
    ...(toldAfterMs !== null && toldAfterMs > LONGEST_UNTOLD_MS ? [`${wayBack} told after ${toldAfterMs} ms`] : []),
  ]
}

function isListed({ people }: VirtualWorld, accessKeyId: string): boolean {
  const plan = people.asked.findLast((asked) => asked.plan.kind === 'contain')?.plan
  return plan?.kind === 'contain' && plan.impact.sessionsElsewhere.some((one) => one.accessKeyId === accessKeyId)
}

function wasTold({ people }: VirtualWorld, accessKeyId: string): boolean {
  return people.told.some(({ topic, reason }) => alarms.includes(topic) && reason.includes(accessKeyId))
}

/** Whether CloudTrail showed who got the session when the evidence was read. */
function wasVisible({ truth, cloudTrailLagMs }: Encounter, accessKeyId: string, reportedAt: Date): boolean {
  const issuedAtMs = truth.sessionOf(accessKeyId)?.issuedAt.getTime() ?? Number.POSITIVE_INFINITY
  // Sessions are dated to the second below.
  return issuedAtMs + 1_000 + cloudTrailLagMs <= reportedAt.getTime()
}
