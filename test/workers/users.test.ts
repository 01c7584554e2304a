import { ourWrites } from '../support/world/calls.js'
import { fewLooks } from '../support/world/few-looks.js'
import { intruderIn } from '../support/world/intruder.js'
import { dana, danaKeys } from '../support/world/seed.js'
import { type Stage, useStages } from '../support/world/staged.js'

const user = { type: 'user', name: 'dana' } as const
const createStage = useStages(fewLooks)
const withDana = { seed: { users: [dana()] } }

const keysOf = ({ account }: Stage) =>
  Object.fromEntries((account.describeUser('dana')?.accessKeys ?? []).map(({ id, status }) => [id, status]))

async function applied(stage: Stage) {
  return (await stage.audit()).filter(({ what }) => what === 'BLOCK_APPLIED').map(({ detail }) => detail)
}

describe('the block of a user', () => {
  it('denies everything first and turns its active keys off after that, and leaves inactive ones alone', async () => {
    const stage = await createStage(withDana)
    const session = intruderIn(stage.account, { userName: 'dana' }).obtain('GetSessionToken')
    await stage.block(user)
    const { snapshot } = await stage.reach(['contained'])
    const block = `DenyAll-${snapshot.context.containmentId}`

    expect(ourWrites(stage.account)).toEqual([`PutUserPolicy ${block}`, `UpdateAccessKey ${danaKeys.active} Inactive`])
    expect(stage.account.isAllowed({ user: 'dana' }, 's3:ListAllMyBuckets')).toBe(false)
    expect(stage.account.isKeyAllowed(session, 's3:ListAllMyBuckets')).toBe(false)
    const plan = await stage.containPlan()
    expect(plan).toMatchObject({ modes: ['deny-all', 'disable-keys'], impact: { consoleAccess: true } })
    expect(plan.notCovered.join()).toContain(`Turned off already, and left so by a restore: ${danaKeys.inactive}`)
    expect(plan.impact.accessKeys.map(({ accessKeyId, status }) => [accessKeyId, status])).toEqual([
      [danaKeys.active, 'Active'],
      [danaKeys.inactive, 'Inactive'],
    ])
  })

  it('is restored to the byte, with its key on again, and only that one', async () => {
    const stage = await createStage(withDana)
    const before = stage.account.describeUser('dana')
    await stage.block(user)
    const { snapshot } = await stage.reach(['contained'])
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(stage.account.describeUser('dana')).toEqual(before)
    // Keys first and the denial last: what goes wrong on the way must not leave less denied than people think.
    expect(ourWrites(stage.account).slice(2)).toEqual([
      `UpdateAccessKey ${danaKeys.active} Active`,
      `DeleteUserPolicy DenyAll-${snapshot.context.containmentId}`,
    ])
  })

  it('a key that somebody else turned off before the write stays off, also after a false alarm', async () => {
    const stage = await createStage(withDana)
    await stage.block(user)
    stage.admin('UpdateAccessKey', { UserName: 'dana', AccessKeyId: danaKeys.active, Status: 'Inactive' })
    await stage.reach(['contained'])
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    const keys = stage.account.describeUser('dana')?.accessKeys ?? []
    expect(keys.map(({ status }) => status)).toEqual(['Inactive', 'Inactive'])
    expect(ourWrites(stage.account).map((write) => write.split(' ')[0])).toEqual(['PutUserPolicy', 'DeleteUserPolicy'])
  })

  it('a key that somebody else turned off before the write stays off, however often the block had to be tried', async () => {
    const stage = await createStage(withDana)
    await stage.block(user)
    stage.admin('UpdateAccessKey', { UserName: 'dana', AccessKeyId: danaKeys.active, Status: 'Inactive' })
    stage.account.injectFault({
      operation: 'iam:PutUserPolicy',
      error: { code: 'ServiceFailure', status: 500 },
      times: 4,
    })
    await stage.reach(['contained'])
    expect(await applied(stage)).toEqual([expect.objectContaining({ leftAlone: [danaKeys.active] })])
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(keysOf(stage)).toEqual({ [danaKeys.active]: 'Inactive', [danaKeys.inactive]: 'Inactive' })
  })

  it('a key that we turned off works again after a false alarm, also where the answer to that was lost', async () => {
    const stage = await createStage(withDana)
    await stage.block(user)
    const error = { code: 'ServiceFailure', status: 500 }
    stage.account.injectFault({ operation: 'iam:UpdateAccessKey', when: 'after', error, times: 4 })
    await stage.reach(['contained'])
    expect(await applied(stage)).toEqual([expect.objectContaining({ leftAlone: [] })])
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(keysOf(stage)).toEqual({ [danaKeys.active]: 'Active', [danaKeys.inactive]: 'Inactive' })
  })

  it('a key that we were not allowed to turn off, and that others did then, stays off', async () => {
    const stage = await createStage(withDana)
    stage.account.injectFault({ operation: 'iam:UpdateAccessKey', error: { code: 'AccessDenied', status: 403 } })
    await stage.block(user)
    await stage.reach(['needsHuman'])
    stage.admin('UpdateAccessKey', { UserName: 'dana', AccessKeyId: danaKeys.active, Status: 'Inactive' })
    await stage.ask({ ask: 'retry' })
    await stage.reach(['contained'])
    await stage.restore('false-alarm')
    await stage.reach(['closed'])
    expect(keysOf(stage)).toEqual({ [danaKeys.active]: 'Inactive', [danaKeys.inactive]: 'Inactive' })
  })

  it('where a key is gone by the time of the write is done all the same: it can do nothing', async () => {
    const stage = await createStage(withDana)
    await stage.block(user)
    stage.admin('DeleteAccessKey', { UserName: 'dana', AccessKeyId: danaKeys.active })
    await stage.reach(['verifying'])
    expect(ourWrites(stage.account).map((write) => write.split(' ')[0])).toEqual(['PutUserPolicy'])
    expect(await applied(stage)).toEqual([
      expect.objectContaining({
        notDone: [],
        writes: [
          expect.objectContaining({ operation: 'PutUserPolicy' }),
          { operation: 'UpdateAccessKey', object: danaKeys.active, requestId: null },
        ],
      }),
    ])
    await stage.world.run(3_000)
    expect((await stage.looks()).map(({ policy }) => policy)).not.toContain('missing')
  })

  it('of which a part fails for good stands as far as it goes: the denial holds, and a person is asked about the rest', async () => {
    const stage = await createStage(withDana)
    const error = { code: 'AccessDenied', status: 403 }
    stage.account.injectFault({ operation: 'iam:UpdateAccessKey', error })
    await stage.block(user)
    const { snapshot } = await stage.reach(['needsHuman'])
    const { containmentId, reason } = snapshot.context
    expect(reason).toMatch(new RegExp(`The block stands, but .*UpdateAccessKey ${danaKeys.active}: .*AccessDenied`))
    expect(await applied(stage)).toEqual([
      expect.objectContaining({
        writes: [expect.objectContaining({ operation: 'PutUserPolicy' })],
        notDone: [expect.stringContaining('AccessDenied')],
      }),
    ])
    await stage.world.run(10_000)
    expect(stage.account.isAllowed({ user: 'dana' }, 's3:ListAllMyBuckets')).toBe(false)
    expect(stage.people.told.map(({ topic }) => topic)).toEqual(['needsHuman'])

    await stage.ask({ ask: 'retry' })
    await stage.world.run(5_000)
    expect(keysOf(stage)).toEqual({ [danaKeys.active]: 'Inactive', [danaKeys.inactive]: 'Inactive' })
    const puts = ourWrites(stage.account).filter((write) => write.startsWith('PutUserPolicy'))
    expect(puts).toEqual([`PutUserPolicy DenyAll-${containmentId}`])
  })

  it('whose key write is throttled comes back to that write alone', async () => {
    const stage = await createStage(withDana)
    const error = { code: 'Throttling', status: 400 }
    stage.account.injectFault({ operation: 'iam:UpdateAccessKey', error, times: 3 })
    await stage.block(user)
    await stage.reach(['contained'])
    expect(ourWrites(stage.account).map((write) => write.split(' ')[0])).toEqual([
      'PutUserPolicy',
      ...Array(4).fill('UpdateAccessKey'),
    ])
    expect(await applied(stage)).toHaveLength(1)
  })

  it.each([
    ['a new key', 'CreateAccessKey', /access ?key/i],
    ['a new password', 'UpdateLoginProfile', /LoginProfile/],
  ])('%s that it makes itself in the window is told of, and nobody says contained', async (_, action, what) => {
    // Found by looks while the block soaks, so with all of them.
    const stage = await createStage({ seed: { users: [dana({ accessKeys: [{ id: danaKeys.active }] })] }, timing: {} })
    const intruder = intruderIn(stage.account, { userName: 'dana' })
    await stage.block(user)
    const made = { isDone: false }
    stage.account.onCall(({ operation, via }) => {
      if (via !== 'http' || operation !== 'iam:PutUserPolicy' || made.isDone) return
      made.isDone = true
      intruder.call('iam', action, { UserName: 'dana', Password: 'Hunter2-Hunter2' })
    })
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    const { tampering, suspects, contained } = snapshot.context.verdict
    expect(JSON.stringify([tampering, suspects])).toMatch(what)
    expect(contained).toBe(false)
    expect(stage.people.told[0]).toMatchObject({ topic: 'suspects' })
  })

  it.each([
    ['is carded like any other', {}, 'verifying', 1],
    ['is refused where the user is protected by now', { arns: ['arn:aws:iam::*:user/dana'] }, 'refused', 0],
  ])('by its keys alone, one of which others turned off meanwhile, %s', async (_, rules, state, cards) => {
    const modes = { role: ['deny-all'], user: ['disable-keys'], group: ['deny-all'] } as const
    const accessKeys = [{ id: danaKeys.active }, { id: danaKeys.inactive }]
    const stage = await createStage({ seed: { users: [dana({ accessKeys })] }, rules: { modes } })
    await stage.block(user)
    stage.admin('UpdateAccessKey', { UserName: 'dana', AccessKeyId: danaKeys.active, Status: 'Inactive' })
    stage.kept.protect(rules)
    await stage.reach([state])
    expect(ourWrites(stage.account)).toHaveLength(cards)
    expect(stage.kept.cards).toHaveLength(cards)
  })

  it('only by its keys says that temporary credentials live on', async () => {
    const modes = { role: ['deny-all'], user: ['disable-keys'], group: ['deny-all'] } as const
    const stage = await createStage({ ...withDana, rules: { modes } })
    await stage.block(user)
    await stage.reach(['contained'])
    expect(ourWrites(stage.account)).toEqual([`UpdateAccessKey ${danaKeys.active} Inactive`])
    const plan = await stage.containPlan()
    expect(plan.modes).toEqual(['disable-keys'])
    expect(plan.notCovered.join()).toMatch(/temporary credentials|session|token/i)
    const fullLooks = (await stage.looks()).filter(({ depth }) => depth === 'full')
    expect(fullLooks.map(({ simulation }) => simulation.status)).toEqual(Array(3).fill('notAsked'))
  })
})
