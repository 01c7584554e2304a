import type { PreAuthorised } from '../../src/incidents/pre-authorised.js'
import { ourWrites } from '../support/world/calls.js'
import { fewLooks } from '../support/world/few-looks.js'
import { ciDeploy } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'

const createStage = useStages(fewLooks)
const role = { type: 'role', name: 'ci-deploy' } as const
const preAuthorised: PreAuthorised = {
  accountId: '111122223333',
  minSeverity: 8,
  playbooks: ['compromised-principal'],
  until: null,
  holdDownMs: 3_600_000,
}

describe('a block that the configuration approved beforehand', () => {
  it('is asked, told and written without anybody, and given back by people alone', async () => {
    const stage = await createStage({ rules: { preAuthorised } })
    stage.report(role, { severity: 8 })
    await stage.reach(['contained'])
    expect(ourWrites(stage.account)).toHaveLength(1)
    expect(stage.people.asked).toHaveLength(1)
    expect(stage.incident().snapshot.context.decidedBy).toEqual(['policy:111122223333'])
    const notice = stage.people.told.find(({ topic }) => topic === 'preAuthorised')
    expect(notice?.reason).toMatch(
      /^Approved beforehand by the configuration \(account 111122223333, severity 8 or more.*tourniquet restore inc_/,
    )

    await stage.ask({ ask: 'restore', restoreAs: 'false-alarm' })
    await stage.world.run(60_000, () => stage.incident().snapshot.context.restorePlanDigest !== null)
    await stage.world.run(60_000)
    expect(stage.incident().state).toBe('awaitingRestoreApproval')
    await stage.approveRestore()
    await stage.reach(['closed'])

    // People judged it a moment ago: newer activity asks them again.
    stage.report(role, { severity: 9, sourceId: 'again' })
    await stage.world.run(5 * 60_000)
    expect(stage.incident().state).toBe('awaitingApproval')
  })

  it.each<[string, object, Parameters<typeof createStage>[0]]>([
    ['a finding of less severity', { severity: 7.9 }, {}],
    [
      'a principal with a tag that takes more people',
      { severity: 9 },
      {
        seed: { roles: [ciDeploy({ tags: [{ key: 'tier', value: 'critical' }] })] },
        protection: { raisingTags: [{ key: 'tier', value: null }] },
      },
    ],
  ])('is none of %s: people are asked', async (_, finding, options) => {
    const stage = await createStage({ rules: { preAuthorised }, ...options })
    stage.report(role, finding)
    await stage.reach(['awaitingApproval'])
    await stage.world.run(60_000)
    expect([stage.incident().state, ourWrites(stage.account)]).toEqual(['awaitingApproval', []])
  })

  it.each<[string, object, Parameters<typeof createStage>[0], string]>([
    ['that could be forged', { severity: 9, trusted: false }, {}, 'unconfirmed'],
    ['on a protected principal', { severity: 9 }, { protection: { arns: ['*:role/*'] } }, 'refused'],
  ])('is none of a finding %s', async (_, finding, options, state) => {
    const stage = await createStage({ rules: { preAuthorised }, ...options })
    stage.report(role, finding)
    await stage.reach([state])
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('is none in an account that is only observed', async () => {
    const stage = await createStage({ rules: { preAuthorised, writes: 'never' } })
    stage.report(role, { severity: 9 })
    await stage.reach(['refused'])
    expect(ourWrites(stage.account)).toEqual([])
  })

  it('waits for a freeze like every other', async () => {
    const stage = await createStage({ rules: { preAuthorised } })
    await stage.world.parts.store.brakes.pull({ kind: 'freeze', everywhere: false, reason: 'a drill', by: 'ana' })
    stage.report(role, { severity: 9 })
    await stage.reach(['blocking'])
    await stage.world.run(60_000)
    expect(ourWrites(stage.account)).toEqual([])
  })
})
