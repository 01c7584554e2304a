import { intruderIn } from '../support/world/intruder.js'
import { type Stage, useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const createStage = useStages()

/** An intruder with a session of the role, who goes on calling until the test is over. */
function callingFor(stage: Stage, service: string, action: string) {
  const intruder = intruderIn(stage.account, { roleName: role.name })
  stage.every(1_000, () => void intruder.call(service, action))
  return { ...role, accessKeyId: intruder.accessKeyId }
}

const held = { policy: 'held', simulation: 'denied', tampering: [], suspects: [], contained: true }

describe('the verdict on a block', () => {
  it('has enforcement observed where the principal was seen to be denied', async () => {
    const stage = await createStage()
    await stage.block(callingFor(stage, 's3', 'ListBuckets'))
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(snapshot.context.verdict).toEqual({ ...held, enforcement: 'observed' })
  })

  it('is not shaken by calls that no policy can deny: they succeed, and prove nothing', async () => {
    const stage = await createStage()
    await stage.block(callingFor(stage, 'sts', 'GetCallerIdentity'))
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(snapshot.context.verdict).toEqual({ ...held, enforcement: 'notObserved' })
  })

  it('a success after the window means that the block does not hold, and a person is asked', async () => {
    const stage = await createStage({ enforcementDelayMs: 600_000 })
    await stage.block(callingFor(stage, 's3', 'ListBuckets'))
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(snapshot.context.verdict).toMatchObject({ policy: 'held', enforcement: 'violated', contained: false })
    expect(snapshot.context.reason).toMatch(/successful call after the block was in force/)
  })

  it('a success within the window that made nothing is on the record to be looked into, and the block holds', async () => {
    const stage = await createStage()
    const intruder = intruderIn(stage.account, { roleName: role.name })
    await stage.block({ ...role, accessKeyId: intruder.accessKeyId })
    await stage.reach(['verifying'])
    await stage.world.run(2_000)
    expect(intruder.call('s3', 'ListBuckets')).toBe('ok')
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(snapshot.context.verdict).toEqual({ ...held, enforcement: 'notObserved' })
    expect((await stage.looks()).at(-1)).toMatchObject({ inWindow: [{ eventName: 'ListBuckets' }], succeeded: [] })
  })

  it('what a policy look does not see it does not change: enforcement and suspects stay as they were known', async () => {
    const stage = await createStage()
    await stage.block(callingFor(stage, 's3', 'ListBuckets'))
    const looksUntilNow = async () => (await stage.looks()).map(({ depth }) => depth)
    await stage.reach(['verifying'])
    await stage.world.run(40_000)
    const before = stage.incident().snapshot.context.verdict
    expect(before).toMatchObject({ enforcement: 'observed' })
    await stage.world.run(8_000)
    expect((await looksUntilNow()).at(-1)).toBe('policy')
    expect(stage.incident().snapshot.context.verdict).toEqual(before)
  })
})

describe('what cannot be asked', () => {
  const denied = { code: 'AccessDenied', status: 403 }
  const many = 1_000

  it('without the permission to list the account a block is proven without the sweep, and nothing is made up of it', async () => {
    const stage = await createStage()
    stage.account.injectFault({ operation: 'iam:GetAccountAuthorizationDetails', error: denied, times: many })
    await stage.block(role)
    await stage.reach(['contained'])
    expect((await stage.looks()).every(({ suspects }) => suspects === null)).toBe(true)
    expect((await stage.containPlan()).impact.unread.join()).toMatch(/AccessDenied/)
  })

  it.each([
    ['is not there', { code: 'InvalidAction', status: 400 }],
    ['is not allowed', denied],
  ])('where the simulator %s the verdict says that it is not known', async (_, error) => {
    const stage = await createStage()
    stage.account.injectFault({ operation: 'iam:SimulatePrincipalPolicy', error, times: many })
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(snapshot.context.verdict).toEqual({ ...held, enforcement: 'notObserved', simulation: 'unknown' })
    const asked = (await stage.looks()).filter(({ depth }) => depth === 'full')
    expect(asked.map(({ simulation }) => simulation.status)).toEqual(Array(3).fill('unavailable'))
  })

  it('an IAM that does not show the policy any more is no proof: the look fails, and a person is asked', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['verifying'])
    stage.account.injectFault({ operation: 'iam:GetRolePolicy', error: denied, times: many })
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(stage.incident().state).toBe('needsHuman')
    expect(snapshot.context.verdict.contained).toBe(false)
    expect(snapshot.context.reason).toMatch(/^checkBlock failed: .*AccessDenied/)
  })

  it('a CloudTrail that does not answer proves nothing of what was done: a person is asked, and can have it looked at again', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['verifying'])
    stage.account.injectFault({ operation: 'cloudtrail:LookupEvents', error: denied, times: many })
    const { state, snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(state).toBe('needsHuman')
    expect(snapshot.context.verdict).toMatchObject({ policy: 'held', enforcement: 'notObserved', contained: false })
    expect(snapshot.context.reason).toMatch(/CloudTrail could not be read by any of the last looks/)
    expect((await stage.looks()).some(({ eventsRead }) => eventsRead)).toBe(false)
    expect(stage.people.told.map(({ topic }) => topic)).toEqual(['needsHuman'])
    // The permission is given, and the person asks.
    stage.account.clearFaults()
    await stage.ask({ ask: 'retry' })
    await stage.reach(['verifying'])
    expect((await stage.reach(['contained', 'needsHuman'])).snapshot.context.verdict).toMatchObject({ contained: true })
  })
})
