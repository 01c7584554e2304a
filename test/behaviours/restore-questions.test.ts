import type { Incident } from '../../src/domain/incident.js'
import { planDigest, planSchema } from '../../src/domain/plan.js'
import { decide } from '../../src/incidents/decide.js'
import { carryOut } from '../../workers/carry-out.js'
import { ourWrites } from '../support/world/calls.js'
import { type Stage, useStages } from '../support/world/staged.js'
import { approvalRules } from '../support/world.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const createStage = useStages()
const MINUTE_MS = 60_000

async function askedToRestore(stage: Stage): Promise<Incident> {
  await stage.ask({ ask: 'restore', restoreAs: 'false-alarm' })
  const isAsked = ({ openPlanDigest, restorePlanDigest }: Incident['snapshot']['context']) =>
    openPlanDigest !== null && openPlanDigest === restorePlanDigest
  await stage.world.run(5 * MINUTE_MS, () => isAsked(stage.incident().snapshot.context))
  return stage.incident()
}

/** What tells one plan from another, its question apart. */
const withoutQuestion = ({ questionId: _, ...plan }: Awaited<ReturnType<Stage['restorePlan']>>) => plan

describe('One plan, one question', () => {
  it('an approval captured from a restore that was denied fits no later question, though its writes are the same', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['contained'])
    const first = await askedToRestore(stage)
    const firstPlan = await stage.restorePlan()
    const planDigestOf = ({ snapshot }: Incident) => snapshot.context.openPlanDigest ?? ''
    const captured = {
      question: 'restore',
      decision: 'approve',
      planDigest: planDigestOf(first),
      reason: 'x',
      by: 'bo',
    } as const
    expect(await stage.deny('restore')).toMatchObject({ status: 'decided', state: 'contained' })
    const second = await askedToRestore(stage)
    expect(withoutQuestion(await stage.restorePlan())).toEqual(withoutQuestion(firstPlan))
    expect(planDigestOf(second)).not.toBe(captured.planDigest)
    const late = await stage.during(() => decide(stage.world.engine, approvalRules, first.id, captured))
    expect(late).toMatchObject({ status: 'refused', code: 'planChanged' })
    await stage.world.run(MINUTE_MS)
    expect(stage.incident().state).toBe('awaitingRestoreApproval')
    expect(ourWrites(stage.account)).toHaveLength(1)
  })

  it('a plan that is prepared again by the same order is the same plan: nobody has to decide twice after a crash', async () => {
    const stage = await createStage()
    await stage.block(role)
    const incident = await stage.reach(['contained'])
    const { engine, parts } = stage.world
    const tools = { ...parts.tools, engine }
    const containPlanDigest = incident.snapshot.context.containPlanDigest ?? ''
    const order = { kind: 'prepareRestore', containPlanDigest, restoreAs: 'compromise' } as const
    const prepare = async (effectId: string, attempt: number) => {
      const hand = { incident, effectId, attempt, guard: async () => {}, givingUp: new AbortController().signal }
      const { documents = [] } = await stage.during(() => carryOut(tools, hand, order))
      return planDigest(planSchema.parse(documents[0]?.body))
    }
    const prepared = await prepare('eff_1', 1)
    expect(await prepare('eff_1', 2)).toBe(prepared)
    expect(await prepare('eff_2', 1)).not.toBe(prepared)
  })
})
