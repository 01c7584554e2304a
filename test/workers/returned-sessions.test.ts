import { fewLooks } from '../support/world/few-looks.js'
import { intruderIn } from '../support/world/intruder.js'
import { assume, sharedRole } from '../support/world/shared-role.js'
import { useStages } from '../support/world/staged.js'

const createStage = useStages(fewLooks)
const allModes = { role: ['deny-all'], user: ['deny-all', 'disable-keys'], group: ['deny-all'] } as const

describe.each(['deny-session', 'revoke-sessions'] as const)(
  'a block of %s, where whoever had the session comes back',
  (mode) => {
    const options = { seed: sharedRole, rules: { modes: { ...allModes, role: [mode] } } }
    async function blocked() {
      const stage = await createStage(options)
      const accessKeyId = assume(stage, 'dana', 'stolen')
      await stage.world.run(2_000)
      await stage.block({ type: 'role', name: 'ci-deploy', accessKeyId, sessionName: 'stolen' })
      return stage
    }

    it('ends with a person in the soak already, and what is made with the new session is suspect as well', async () => {
      const stage = await blocked()
      await stage.reach(['verifying'])
      await stage.world.run(3_000)
      const back = assume(stage, 'dana', 'deploy-7')
      expect(stage.callAs(back, 's3', 'ListBuckets')).toBe('ok')
      expect(intruderIn(stage.account, { key: back }).call('iam', 'CreateUser', { UserName: 'svc-sync' })).toBe('ok')
      const { state, snapshot } = await stage.reach(['contained', 'needsHuman'])

      expect(state).toBe('needsHuman')
      const { suspects, contained } = snapshot.context.verdict
      expect(contained).toBe(false)
      expect(suspects.map(({ kind, cause, returned }) => [kind, cause, returned?.asker ?? null]).sort()).toEqual([
        ['session', 'principal', 'same'],
        ['user', 'principal', null],
      ])
      expect(snapshot.context.reason).toContain(`/deploy-7/${back} obtained at`)
      expect(snapshot.context.reason).toContain('dana')
    })

    it('is told of once contained, and not told of again by each look', async () => {
      const stage = await blocked()
      await stage.reach(['contained'])
      assume(stage, 'dana', 'deploy-8')
      const { snapshot } = await stage.reach(['needsHuman'])
      expect(snapshot.context.reason).toContain('/deploy-8/')
      await stage.world.run(11 * 60_000)
      expect(stage.people.told.filter(({ topic }) => topic === 'needsHuman')).toHaveLength(1)
      // One session more is news.
      assume(stage, 'dana', 'deploy-9')
      await stage.world.run(6 * 60_000)
      expect(stage.people.told.at(-1)).toMatchObject({
        topic: 'suspects',
        reason: expect.stringContaining('/deploy-9/'),
      })
    })

    it('is not told of others who go on using the role', async () => {
      const stage = await blocked()
      await stage.reach(['verifying'])
      assume(stage, 'erin', 'erin-1')
      const { state } = await stage.reach(['contained', 'needsHuman'])
      expect(state).toBe('contained')
      assume(stage, 'erin', 'erin-2')
      await stage.world.run(11 * 60_000)
      expect(stage.incident().state).toBe('contained')
    })
  },
)

describe('another session of the same caller from before the block', () => {
  async function withTwo(mode: 'deny-session' | 'revoke-sessions', approved = true) {
    const stage = await createStage({ seed: sharedRole, rules: { modes: { ...allModes, role: [mode] } } })
    const other = assume(stage, 'dana', 'deploy-1')
    await stage.world.run(50 * 60_000)
    const accessKeyId = assume(stage, 'dana', 'stolen')
    assume(stage, 'erin', 'erin-1')
    await stage.world.run(1_500)
    const accused = { type: 'role', name: 'ci-deploy', accessKeyId, sessionName: 'stolen' } as const
    if (approved) await stage.block(accused)
    else stage.report(accused)
    return { stage, other }
  }

  it('is on the plan that people approve, before anything is written', async () => {
    const { stage, other } = await withTwo('deny-session')
    const { notCovered } = await stage.containPlan()
    expect(notCovered[0]).toMatch(/has another session of the role alive: "deploy-1" .* They go on\.$/)
    expect(notCovered[0]).toContain(other)
    expect(notCovered.join()).not.toContain('erin-1')
    expect((await stage.evidence()).siblings).toMatchObject([{ sessionName: 'deploy-1', accessKeyId: other }])
  })

  it('stays on it where another finding accuses that one: the plan denies one session', async () => {
    const { stage } = await withTwo('deny-session', false)
    await stage.reach(['awaitingApproval'])
    stage.report({ type: 'role', name: 'ci-deploy', sessionName: 'deploy-1' }, { sourceId: 'another' })
    await stage.world.run(6 * 60_000)
    expect(stage.incident().snapshot.context.joinedFindings).toBe(1)
    expect((await stage.evidence()).siblings).toMatchObject([{ sessionName: 'deploy-1' }])
  })

  it('is no "contained": a person is told of it in the soak, as of one who comes back', async () => {
    const { stage, other } = await withTwo('deny-session')
    const { state, snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(state).toBe('needsHuman')
    expect(snapshot.context.reason).toContain(`/deploy-1/${other} obtained at`)
    expect(snapshot.context.reason).toContain('before the block')
    expect(snapshot.context.reason).toContain('The block does not deny that session')
  })

  it('is nothing to tell where the older sessions are all denied', async () => {
    const { stage } = await withTwo('revoke-sessions')
    expect((await stage.reach(['contained', 'needsHuman'])).state).toBe('contained')
    expect((await stage.containPlan()).notCovered.join()).not.toContain('deploy-1')
  })
})

it('what the newest of many sessions makes is suspect, also where so many were opened that it is not told of itself', async () => {
  const stage = await createStage({ seed: sharedRole, rules: { modes: { ...allModes, role: ['deny-session'] } } })
  const accessKeyId = assume(stage, 'dana', 'stolen')
  await stage.world.run(2_000)
  await stage.block({ type: 'role', name: 'ci-deploy', accessKeyId, sessionName: 'stolen' })
  await stage.reach(['contained'])
  await stage.world.run(2_000)
  for (let count = 0; count < 21; count += 1) assume(stage, 'dana', `decoy-${count}`)
  await stage.world.run(2_000)
  const back = assume(stage, 'dana', 'real')
  expect(intruderIn(stage.account, { key: back }).call('iam', 'CreateUser', { UserName: 'svc-sync' })).toBe('ok')
  const { snapshot } = await stage.reach(['needsHuman'])
  const { suspects } = snapshot.context.verdict
  expect(suspects.filter(({ kind }) => kind === 'user')).toMatchObject([{ name: 'svc-sync', cause: 'principal' }])
  expect(suspects.map(({ name }) => name).join()).not.toContain('/real/')
})

it('a block of the whole role takes no new session for a way round it', async () => {
  const stage = await createStage({ seed: sharedRole })
  const accessKeyId = assume(stage, 'dana', 'stolen')
  await stage.block({ type: 'role', name: 'ci-deploy', accessKeyId, sessionName: 'stolen' })
  await stage.reach(['verifying'])
  assume(stage, 'dana', 'deploy-7')
  const { state } = await stage.reach(['contained', 'needsHuman'])
  expect(state).toBe('contained')
})
