import { keyMinting } from '../../../simulated-aws/scripted/key-minting.js'
import { roleChaining } from '../../../simulated-aws/scripted/role-chaining.js'
import { trustBackdoor } from '../../../simulated-aws/scripted/trust-backdoor.js'
import { tearDown } from '../fixture.js'
import { battleground, gained, standing } from './scripted-fixture.js'

afterEach(tearDown)

const session = (role: string) => `arn:aws:sts::111122223333:assumed-role/${role}/maintenance`

function holders(run: { couldStill(): readonly ({ kind: string } & { by?: string })[] }): string[] {
  return [...new Set(run.couldStill().map(({ by = '' }) => by))]
}

describe("a chained role's session", () => {
  it('is not ended by an enforced deny on the first role, and takes it away', async () => {
    const field = await battleground()
    const run = field.begin(roleChaining, { roleName: 'Web' }, { otherRole: 'Release' })
    expect(gained(run.step())).toEqual([session('Release')])
    field.enforce({ role: 'Web' })
    const news = run.step()
    expect(news.result).toBe('partly')
    expect(gained(news)).toEqual(['policy DenyAll-1 of Web taken away'])
    expect(holders(run)).toContain(session('Release'))
  })

  it('ends with an enforced deny on its own role, when both are denied', async () => {
    const field = await battleground()
    const run = field.begin(roleChaining, { roleName: 'Web' }, { otherRole: 'Release' })
    run.step()
    field.block({ role: 'Release' })
    field.enforce({ role: 'Web' })
    expect([run.step().result, run.couldStill()]).toEqual(['stopped', []])
  })
})

describe('minted keys', () => {
  it('of other users are not ended by an enforced deny on whoever minted them', async () => {
    const field = await battleground()
    const run = field.begin(keyMinting, { roleName: 'Web' }, { otherUser: 'guest' })
    const made = ['user svc-backup', 'access key of svc-backup', 'access key of guest', 'role svc-backup-restore']
    expect(gained(run.step())).toEqual(expect.arrayContaining(made))
    field.enforce({ role: 'Web' })
    const news = run.step()
    expect(news.calls).toContainEqual(
      expect.objectContaining({
        operation: 's3:ListBuckets',
        by: expect.stringContaining('user/svc-backup'),
        error: null,
      }),
    )
    expect(holders(run)).toContain('arn:aws:iam::111122223333:user/svc-backup')
    expect(standing(run)).toEqual(expect.arrayContaining(made))
  })

  it('do not stand any more once they are off or gone', async () => {
    const field = await battleground()
    const run = field.begin(keyMinting, { roleName: 'Web' }, { otherUser: 'guest' })
    run.step()
    for (const { id, createDate } of field.account.describeUser('guest')?.accessKeys ?? []) {
      const isNew = Date.parse(createDate) >= field.account.account.now().getTime() - 1000
      if (isNew) field.iam('UpdateAccessKey', { UserName: 'guest', AccessKeyId: id, Status: 'Inactive' })
    }
    field.iam('DeleteRolePolicy', { RoleName: 'svc-backup-restore', PolicyName: 'backup' })
    field.iam('DeleteRole', { RoleName: 'svc-backup-restore' })
    const left = standing(run)
    expect(left).toContain('user svc-backup')
    expect(left).not.toContain('access key of guest')
    expect(left).not.toContain('role svc-backup-restore')
  })

  it('are not made before the first sign of a block, where it waits for one', async () => {
    const field = await battleground()
    const run = field.begin(keyMinting, { roleName: 'Web' }, { actsAt: 'block' })
    run.step()
    expect(run.made()).toEqual([])
    field.block({ role: 'Web' })
    run.step()
    expect(standing(run)).toContain('user svc-backup')
  })
})

it('a backdoor in a trust policy is not ended by an enforced deny on who built it', async () => {
  const field = await battleground()
  const run = field.begin(trustBackdoor, { roleName: 'Web' }, { otherRole: 'Release' })
  run.step()
  field.wait(4_000)
  run.step()
  field.enforce({ role: 'Web' })
  run.step()
  expect(holders(run)).toContain(session('Release'))
  expect(standing(run)).toEqual(expect.arrayContaining(['user svc-deploy', 'trust policy of Release']))
})
