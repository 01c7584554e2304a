import { MAX_EVIDENCE_VOIDS } from '../../playbooks/stages/timing.js'
import { aSource } from '../support/fixtures/trail-sources.js'
import { fewLooks } from '../support/world/few-looks.js'
import { intruderIn } from '../support/world/intruder.js'
import { recreateRole } from '../support/world/recreate-role.js'
import { type Stage, type StageOptions, useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const createStage = useStages(fewLooks)
const MINUTE_MS = 60_000
/** A refresh comes every five minutes, and takes a while. */
const ROUND_MS = 6 * MINUTE_MS

async function asked(options: StageOptions = {}) {
  const stage = await createStage(options)
  const { accessKeyId } = stage.account.issueCredentials('ci-deploy', 'build-17')
  stage.callAs(accessKeyId, 's3', 'ListBuckets')
  await stage.world.run(5_000)
  stage.report({ ...role, accessKeyId })
  const { snapshot } = await stage.reach(['awaitingApproval'])
  return { stage, key: accessKeyId, first: snapshot.context }
}

function made(stage: Stage, key: string, action: string, parameters: { UserName: string }): void {
  expect(intruderIn(stage.account, { key }).call('iam', action, parameters)).toBe('ok')
}

async function refreshes(stage: Stage) {
  const records = (await stage.audit()).filter(({ what }) => what === 'EVIDENCE_REFRESHED')
  return records.map(({ detail, to }) => ({ to, changesPlan: changesIn(detail) }))
}

function changesIn(detail: unknown): unknown {
  return typeof detail === 'object' && detail !== null && 'changesPlan' in detail ? detail.changesPlan : undefined
}

describe('evidence while people are asked', () => {
  it('is collected again, and where it changes nothing in the plan the question stands with the newer evidence', async () => {
    const { stage, key, first } = await asked()
    stage.callAs(key, 's3', 'ListBuckets')
    await stage.world.run(ROUND_MS)
    const { context } = stage.incident().snapshot

    expect(await refreshes(stage)).toEqual([{ to: 'awaitingApproval', changesPlan: null }])
    expect(context.openPlanDigest).toBe(first.openPlanDigest)
    expect(context.evidenceDigest).not.toBe(first.evidenceDigest)
    expect((await stage.evidence()).calls).toBe(2)
    await stage.approve()
    expect((await stage.reach(['contained', 'verifying'])).state).toBe('verifying')
  })

  it('makes the question void where the principal made a way back meanwhile, and votes on it with it', async () => {
    const { stage, key, first } = await asked({ rules: twoApprovals })
    await stage.approve('ana')
    made(stage, key, 'CreateUser', { UserName: 'backdoor' })
    made(stage, key, 'CreateAccessKey', { UserName: 'backdoor' })
    await stage.world.run(ROUND_MS)
    const { context, ...rest } = stage.incident().snapshot

    expect(await refreshes(stage)).toEqual([{ to: 'planning', changesPlan: expect.stringContaining('backdoor') }])
    expect(rest.value).toEqual({ awaitingApproval: 'waiting' })
    expect(context.openPlanDigest).not.toBe(first.openPlanDigest)
    expect(context).toMatchObject({ approvals: [], evidenceVoids: 1 })
  })

  it('is no way to keep the question open: from the third time on it stands, and shows what is new', async () => {
    const { stage, key } = await asked()
    for (let round = 0; round <= MAX_EVIDENCE_VOIDS; round++) {
      made(stage, key, 'CreateUser', { UserName: `backdoor-${round}` })
      await stage.world.run(ROUND_MS)
    }
    const told = (await refreshes(stage)).map(({ to }) => to)

    expect(told.filter((to) => to === 'planning')).toHaveLength(MAX_EVIDENCE_VOIDS)
    expect(told.at(-1)).toBe('awaitingApproval')
    expect(JSON.stringify((await stage.evidence()).investigation?.suspects)).toContain(`backdoor-${MAX_EVIDENCE_VOIDS}`)
    await stage.approve()
    expect((await stage.reach(['verifying'])).state).toBe('verifying')
  })

  it('finds out before the decision that the role is another one by now', async () => {
    const { stage, first } = await asked()
    recreateRole(stage)
    await stage.world.run(ROUND_MS)

    expect(await refreshes(stage)).toEqual([{ to: 'planning', changesPlan: expect.stringContaining('re-created') }])
    const { context } = stage.incident().snapshot
    expect(context.openPlanDigest).not.toBe(first.openPlanDigest)
  })

  it('stays as it is where a source that answered before fails now', async () => {
    const state = { fails: false }
    const flaky = (own: Parameters<NonNullable<StageOptions['trails']>>[0]) =>
      own.map((source) =>
        aSource(source.name, async (...args) => {
          if (state.fails) throw new Error('it is away')
          return source.read(...args)
        }),
      )
    const { stage, first } = await asked({ trails: flaky })
    state.fails = true
    await stage.world.run(ROUND_MS)

    expect(await refreshes(stage)).toEqual([{ to: 'awaitingApproval', changesPlan: null }])
    expect(stage.incident().snapshot.context.evidenceDigest).toBe(first.evidenceDigest)
  })

  it('ends with the question', async () => {
    const { stage } = await asked()
    await stage.approve()
    await stage.reach(['contained'])
    await stage.world.run(3 * ROUND_MS)

    expect(await refreshes(stage)).toEqual([])
  })
})

const twoApprovals = { approval: { contain: { quorum: 2, approvers: 3 }, restore: { quorum: 1, approvers: 3 } } }
