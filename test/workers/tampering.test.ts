import { callsOf, ourWrites } from '../support/world/calls.js'
import { allow, dana, danaKeys } from '../support/world/seed.js'
import { useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const RoleName = role.name
const createStage = useStages()

describe('a block that somebody works against', () => {
  it('an attacker who strips policies before IAM enforces is never called contained; the war is bounded', async () => {
    const stage = await createStage({ enforcementDelayMs: 600_000 })
    const { stop } = stage.attack('strip-inline', { roleName: RoleName }, 250)
    await stage.block(role)
    const { snapshot } = await stage.reach(['needsHuman'])
    const block = `DenyAll-${snapshot.context.containmentId}`
    expect(snapshot.context.verdict).toMatchObject({ policy: 'missing', contained: false })
    expect(snapshot.context.reason).toMatch(/after every re-put.*SCP/)
    // The block and three re-puts: a war of half seconds would throttle the account for the defenders as well.
    expect(ourWrites(stage.account)).toEqual(Array(4).fill(`PutRolePolicy ${block}`))
    await stage.world.run(1_000)
    expect(stage.people.told.map(({ topic }) => topic)).toEqual(['tampered', 'tampered', 'tampered', 'needsHuman'])
    stop()
    await stage.world.run(6 * 60_000)
    expect(ourWrites(stage.account)).toHaveLength(4)
    const removal = { what: `DeleteRolePolicy ${block}`, by: expect.stringContaining('/ci-deploy/maintenance') }
    expect(stage.incident().snapshot.context.verdict.tampering).toContainEqual(expect.objectContaining(removal))
  })

  it('a block that was off for a moment in the soak is put back, and then not called contained, by whoever it was', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['verifying'])
    await stage.world.run(25_000)
    const PolicyName = `DenyAll-${stage.incident().snapshot.context.containmentId}`
    stage.admin('DeleteRolePolicy', { RoleName, PolicyName })
    const { snapshot } = await stage.reach(['needsHuman'])

    expect(stage.account.describeRole(RoleName)?.inlinePolicies).toHaveProperty(PolicyName)
    expect(snapshot.context.verdict).toMatchObject({ policy: 'held', contained: false })
    const removal = { what: `DeleteRolePolicy ${PolicyName}`, by: expect.stringContaining('user/admin') }
    expect(snapshot.context.verdict.tampering).toContainEqual(expect.objectContaining(removal))
    expect(snapshot.context.reason).toMatch(/in place, but it may not be all/)
    expect(stage.people.told.map(({ topic }) => topic)).not.toContain('contained')
  })

  it('what still stands of a block is not written again: of a user only the key that was turned on', async () => {
    const stage = await createStage({ seed: { users: [dana()] } })
    await stage.block({ type: 'user', name: 'dana' })
    await stage.reach(['contained'])
    const before = ourWrites(stage.account).length
    stage.admin('UpdateAccessKey', { UserName: 'dana', AccessKeyId: danaKeys.active, Status: 'Active' })
    await stage.reach(['tampered'])
    expect(stage.incident().snapshot.context.verdict).toMatchObject({ policy: 'altered', contained: false })
    await stage.reach(['verifying'])
    expect(ourWrites(stage.account).slice(before)).toEqual([`UpdateAccessKey ${danaKeys.active} Inactive`])
    const [told] = stage.people.told.filter(({ topic }) => topic === 'tampered')
    expect(told?.reason).toMatch(new RegExp(`UpdateAccessKey ${danaKeys.active}: altered`))
  })

  it('a policy of ours that was edited before the restore was carried out is left as it is, and a person is asked', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    const PolicyName = `DenyAll-${snapshot.context.containmentId}`
    const PolicyDocument = JSON.stringify(allow('s3:*'))
    await stage.restore('false-alarm')
    stage.admin('PutRolePolicy', { RoleName, PolicyName, PolicyDocument })
    const stopped = await stage.reach(['needsHuman'])

    expect(stopped.snapshot.context.reason).toMatch(/not the text that we wrote any more. It was left as it is/)
    expect(callsOf(stage.account, 'iam:DeleteRolePolicy')).toEqual([])
    expect(stage.account.describeRole(RoleName)?.inlinePolicies[PolicyName]).toBe(PolicyDocument)
  })

  it.each([
    ['an admin policy attached', 'AttachRolePolicy', { PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
    ['the trust policy opened', 'UpdateAssumeRolePolicy', { PolicyDocument: trustOf('*') }],
    ['a boundary set', 'PutRolePermissionsBoundary', { PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
  ])('%s beside it is told of at the next look, and nobody says contained', async (_, action, parameters) => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['verifying'])
    await stage.world.run(5_500)
    stage.admin(action, { RoleName, ...parameters })
    await stage.world.run(2_000)
    expect(stage.incident().snapshot.context.verdict.tampering).not.toEqual([])
    expect(stage.people.told.map(({ topic }) => topic)).toEqual(['suspects'])
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(snapshot.context.verdict.contained).toBe(false)
    const acts = snapshot.context.verdict.tampering
    expect(acts).toContainEqual(expect.objectContaining({ by: expect.stringContaining('user/admin') }))
  })
})

function trustOf(principal: string): string {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }]
  return JSON.stringify({ Version: '2012-10-17', Statement })
}
