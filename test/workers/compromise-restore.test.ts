import { fewLooks } from '../support/world/few-looks.js'
import { intruderIn } from '../support/world/intruder.js'
import { dana, danaKeys } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const createStage = useStages(fewLooks)
const listBuckets = 's3:ListAllMyBuckets'

describe('giving access back after a real compromise', () => {
  it('older sessions stay dead, newer ones work, the block is gone and the revocation stays', async () => {
    const stage = await createStage()
    const { accessKeyId: stolen } = stage.account.issueCredentials('ci-deploy', 'stolen', 3_600)
    expect(stage.account.isKeyAllowed(stolen, listBuckets)).toBe(true)
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    expect(stage.account.isKeyAllowed(stolen, listBuckets)).toBe(false)
    await stage.restore('compromise')
    await stage.reach(['closed'])

    const revoke = `RevokeOlderSessions-${snapshot.context.containmentId}`
    expect(Object.keys(stage.account.describeRole('ci-deploy')?.inlinePolicies ?? {})).toEqual([revoke, 'deploy'])
    expect(stage.account.isKeyAllowed(stolen, listBuckets)).toBe(false)
    const { accessKeyId: fresh } = stage.account.issueCredentials('ci-deploy', 'fresh')
    expect(stage.account.isKeyAllowed(fresh, listBuckets)).toBe(true)
    expect(stage.people.told.map(({ topic }) => topic)).toEqual(['contained', 'restored', 'closed'])
  })

  it('at no moment before the block is off does an older session come back', async () => {
    const stage = await createStage({ enforcementDelayMs: 60_000 })
    const stolen = intruderIn(stage.account, { roleName: 'ci-deploy' })
    await stage.block(role)
    await stage.reach(['contained'])
    const answers = new Set<string>()
    stage.every(500, () => void answers.add(stolen.call('s3', 'ListBuckets')))
    await stage.restore('compromise')
    await stage.reach(['closed'])
    expect([...answers]).toEqual(['AccessDenied'])
  })

  it('a session opened between the block and the restore is dead as well: its date is the restore, not the block', async () => {
    const stage = await createStage({ rules: { modes: bothForRoles } })
    await stage.block(role)
    await stage.reach(['contained'])
    const { accessKeyId: between } = stage.account.issueCredentials('ci-deploy', 'between', 3_600)
    await stage.world.run(2_000)
    await stage.restore('compromise')
    await stage.reach(['closed'])
    expect(stage.account.isKeyAllowed(between, listBuckets)).toBe(false)
    const { accessKeyId: fresh } = stage.account.issueCredentials('ci-deploy', 'fresh')
    expect(stage.account.isKeyAllowed(fresh, listBuckets)).toBe(true)
  })

  it('keys that the block turned off stay off, and the plan lists them as meant to', async () => {
    const stage = await createStage({ seed: { users: [dana()] } })
    const token = intruderIn(stage.account, { userName: 'dana' }).obtain('GetSessionToken')
    const before = stage.account.describeUser('dana')
    await stage.world.run(2_000)
    await stage.block({ type: 'user', name: 'dana' })
    const { snapshot } = await stage.reach(['contained'])
    await stage.restore('compromise')
    expect((await stage.restorePlan()).intendedDifferences.join()).toContain(danaKeys.active)
    await stage.reach(['closed'])

    const revoke = `RevokeOlderSessions-${snapshot.context.containmentId}`
    const { accessKeys, inlinePolicies, ...rest } = stage.account.describeUser('dana') ?? {}
    expect(accessKeys?.map(({ id, status }) => [id, status])).toEqual([
      [danaKeys.active, 'Inactive'],
      [danaKeys.inactive, 'Inactive'],
    ])
    expect(Object.keys(inlinePolicies ?? {})).toEqual([revoke, 'work'])
    expect(before).toMatchObject(rest)
    expect(stage.account.isKeyAllowed(token, listBuckets)).toBe(false)
  })

  it('a restore that is denied leaves the block in place and watched', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['contained'])
    await stage.ask({ ask: 'restore', restoreAs: 'compromise' })
    await stage.world.run(10_000)
    expect(await stage.deny('restore')).toMatchObject({ status: 'decided', state: 'contained' })
    const looked = (await stage.looks()).length
    await stage.world.run(11 * 60_000)
    expect(Object.keys(stage.account.describeRole('ci-deploy')?.inlinePolicies ?? {})).toHaveLength(2)
    expect((await stage.looks()).length).toBe(looked + 2)
  })

  it('whoever asked for it cannot approve it', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['contained'])
    await stage.ask({ ask: 'restore', restoreAs: 'false-alarm' }, 'ana')
    await stage.world.run(10_000)
    expect(await stage.approveRestore('ana')).toMatchObject({ status: 'refused', code: 'ownRequest' })
    expect(await stage.approveRestore('bo')).toMatchObject({ status: 'decided', state: 'restoring' })
  })
})

const bothForRoles = {
  role: ['deny-all', 'revoke-sessions'],
  user: ['deny-all', 'disable-keys'],
  group: ['deny-all'],
} as const
