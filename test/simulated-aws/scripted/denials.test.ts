import { denyRemoval } from '../../../simulated-aws/scripted/deny-removal.js'
import { federationSurvival } from '../../../simulated-aws/scripted/federation-survival.js'
import { groupExit } from '../../../simulated-aws/scripted/group-exit.js'
import { tearDown } from '../fixture.js'
import { battleground, enforcementDelayMs, gained, standing } from './scripted-fixture.js'

afterEach(tearDown)

describe('the removal of a deny', () => {
  it('succeeds within the delay of enforcement, and is news', async () => {
    const field = await battleground()
    const run = field.begin(denyRemoval, { roleName: 'Web' })
    run.step()
    field.block({ role: 'Web' })
    field.wait(enforcementDelayMs - 1)
    expect(gained(run.step())).toEqual(['policy DenyAll-1 of Web taken away'])
    field.wait(enforcementDelayMs)
    expect(run.step().result).toBe('succeeded')
    expect(Object.keys(field.account.describeRole('Web')?.inlinePolicies ?? {})).toEqual(['app'])
  })

  it('comes too late once the deny is enforced', async () => {
    const field = await battleground()
    const run = field.begin(denyRemoval, { roleName: 'Web' })
    run.step()
    field.enforce({ role: 'Web' })
    expect(run.step().result).toBe('stopped')
    expect(Object.keys(field.account.describeRole('Web')?.inlinePolicies ?? {})).toContain('DenyAll-1')
  })

  it('does not count as damage any more when the deny is there again', async () => {
    const field = await battleground()
    const run = field.begin(denyRemoval, { roleName: 'Web' })
    field.block({ role: 'Web' })
    run.step()
    expect(standing(run)).toEqual(['policy DenyAll-1 of Web taken away'])
    field.block({ role: 'Web' })
    expect(standing(run)).toEqual([])
  })
})

describe('a federation token', () => {
  it('outlives the key that it was asked for with', async () => {
    const field = await battleground()
    const run = field.begin(federationSurvival, { userName: 'ana' })
    run.step()
    const [AccessKeyId = ''] = run.credentials()
    field.iam('UpdateAccessKey', { UserName: 'ana', AccessKeyId, Status: 'Inactive' })
    field.wait(enforcementDelayMs)
    expect(run.step().result).toBe('partly')
    const left = new Set(run.couldStill().flatMap((one) => (one.kind === 'call' ? [one.by] : [])))
    expect([...left]).toEqual(['arn:aws:sts::111122223333:federated-user/support'])
  })

  it('ends with an enforced deny on its user', async () => {
    const field = await battleground()
    const run = field.begin(federationSurvival, { userName: 'ana' })
    run.step()
    field.enforce({ user: 'ana' })
    expect([run.step().result, run.couldStill()]).toEqual(['stopped', []])
  })
})

describe('a user who leaves groups', () => {
  it('walks out of a deny on its group before it is enforced, and is stopped by one of its own', async () => {
    const field = await battleground()
    const run = field.begin(groupExit, { userName: 'ana' })
    run.step()
    field.block({ group: 'staff' })
    expect(gained(run.step())).toEqual(['user ana taken out of group staff'])
    field.wait(enforcementDelayMs)
    expect([run.step().result, field.account.describeUser('ana')?.groups]).toEqual(['succeeded', []])
    field.enforce({ user: 'ana' })
    expect(run.step().result).toBe('stopped')
  })
})
