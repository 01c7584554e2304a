import { chainsOf } from '../../src/evidence/sessions/chains-of.js'
import { anAssumption, anEvent, aSessionOf, at, aUser, factsOf } from '../support/fixtures/gathered-events.js'
import { intruderIn } from '../support/world/intruder.js'
import { allow, ciDeploy, dana } from '../support/world/seed.js'
import { postIn, slackThreadOf, wordsOf } from '../support/world/slack-thread.js'
import { useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const user = { type: 'user', name: 'dana' } as const
const createStage = useStages()
const MINUTE_MS = 60_000

describe('14. Undeniable calls', () => {
  it('GetCallerIdentity and GetSessionToken succeed after the block and are listed as expected', async () => {
    const modes = { role: ['deny-all'], user: ['deny-all'], group: ['deny-all'] } as const
    const stage = await createStage({ seed: { users: [dana()] }, rules: { modes } })
    const intruder = intruderIn(stage.account, { userName: 'dana' })
    await stage.block(user)
    await stage.reach(['verifying'])
    await stage.world.run(30_000)
    expect(intruder.call('sts', 'GetCallerIdentity')).toBe('ok')
    expect(intruder.call('sts', 'GetSessionToken')).toBe('ok')
    expect(intruder.call('s3', 'ListBuckets')).toBe('AccessDenied')
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])

    expect(snapshot.context.verdict).toMatchObject({ enforcement: 'observed', contained: true })
    const last = (await stage.looks()).at(-1)
    expect(last?.undeniable.map(({ eventName }) => eventName).sort()).toEqual(['GetCallerIdentity', 'GetSessionToken'])
    expect(last).toMatchObject({ succeeded: [], denied: 1 })
    expect((await stage.containPlan()).notCovered.join()).toMatch(/GetCallerIdentity and sts:GetSessionToken/)
  })
})

describe('16. No activity', () => {
  it('zero events are "not observed", never "denied"', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    expect(snapshot.context.verdict).toMatchObject({ policy: 'held', enforcement: 'notObserved', contained: true })
    expect((await stage.looks()).filter(({ eventsRead }) => eventsRead).map(({ denied }) => denied)).toEqual([0, 0, 0])
    await stage.world.run(31 * MINUTE_MS)
    expect(stage.incident().snapshot.context.verdict.enforcement).toBe('notObserved')
  })

  it('nor is a denial because nothing allows the call: it would have happened without the block', async () => {
    const stage = await createStage({ seed: { roles: [ciDeploy({ inlinePolicies: [] })] }, enforcementDelayMs: 30_000 })
    const intruder = intruderIn(stage.account, { roleName: role.name })
    await stage.block({ ...role, accessKeyId: intruder.accessKeyId })
    await stage.reach(['verifying'])
    expect(intruder.call('s3', 'ListBuckets')).toBe('AccessDenied')
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    expect(snapshot.context.verdict.enforcement).toBe('notObserved')
  })

  it('the words of it in Slack', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['contained'])
    const posts = await slackThreadOf(stage)
    const said = wordsOf(postIn(posts, 'verification'))
    expect(said).toMatch(/notObserved: no call since that could prove it/)
    expect(wordsOf(postIn(posts, 'headline'))).toMatch(/enforcement not observed/)
    for (const post of posts)
      expect(wordsOf(post)).not.toMatch(/enforcement observed|denied calls? (was|were) seen|observed: denied/)
  })
})

describe('17. Late CloudTrail', () => {
  it('a denial that arrives 12 min late, twice, is found, counts once, and amends the report without rewriting', async () => {
    const stage = await createStage({ cloudTrailLagMs: 12 * MINUTE_MS })
    const intruder = intruderIn(stage.account, { roleName: role.name })
    await stage.block({ ...role, accessKeyId: intruder.accessKeyId })
    await stage.reach(['verifying'])
    await stage.world.run(30_000)
    expect(intruder.call('s3', 'ListBuckets')).toBe('AccessDenied')
    const { trail } = stage.account.account
    const record = trail.all().findLast(({ eventName }) => eventName === 'ListBuckets')
    if (record === undefined) throw new Error('The call is not on the trail.')
    trail.add(record, stage.world.time.now().getTime() + 12 * MINUTE_MS)
    const first = await stage.reach(['contained'])
    await stage.world.run(1_000)
    expect(first.snapshot.context.verdict.enforcement).toBe('notObserved')
    const earlier = await stage.audit()
    expect(stage.kept.reported).toHaveLength(1)
    await stage.world.run(10 * MINUTE_MS)
    expect(stage.incident().snapshot.context.verdict.enforcement).toBe('notObserved')
    await stage.world.run(6 * MINUTE_MS)

    expect(stage.incident().snapshot.context.verdict).toMatchObject({ enforcement: 'observed', contained: true })
    expect((await stage.looks()).at(-1)).toMatchObject({ denied: 1 })
    expect((await stage.audit()).slice(0, earlier.length)).toEqual(earlier)
    expect(stage.kept.reported).toHaveLength(2)
    await stage.world.run(20 * MINUTE_MS)
    expect(stage.kept.reported).toHaveLength(2)
  })
})

describe('18. Role chain', () => {
  const other = 'arn:aws:iam::999988887777:role/partner'

  it('credentials of another role that the blocked one was handed are listed as alive, with their end', async () => {
    const roles = [ciDeploy(), { name: 'ops-batch', inlinePolicies: [{ name: 'work', document: allow('s3:*') }] }]
    const stage = await createStage({ seed: { roles, users: [dana()] } })
    const userKey = intruderIn(stage.account, { userName: 'dana' })
    const first = userKey.obtain('AssumeRole', {
      RoleArn: 'arn:aws:iam::111122223333:role/service/ci-deploy',
      RoleSessionName: 'one',
    })
    const second = intruderIn(stage.account, { key: first }).obtain('AssumeRole', {
      RoleArn: 'arn:aws:iam::111122223333:role/ops-batch',
      RoleSessionName: 'two',
    })
    await stage.world.run(2_000)
    await stage.block({ ...role, accessKeyId: first })
    await stage.reach(['contained', 'needsHuman'])

    const { impact } = await stage.containPlan()
    expect(impact.sessionsElsewhere).toEqual([
      expect.objectContaining({
        accessKeyId: second,
        roleArn: expect.stringMatching(/role\/ops-batch$/),
        sessionName: 'two',
      }),
    ])
    const endsAt = Date.parse(impact.sessionsElsewhere[0]?.expiresAt ?? '')
    expect(endsAt - stage.world.time.startsAt.getTime()).toBeGreaterThan(55 * MINUTE_MS)
    expect(stage.account.isKeyAllowed(first, 's3:ListAllMyBuckets')).toBe(false)
    expect(stage.account.isKeyAllowed(second, 's3:ListAllMyBuckets')).toBe(true)
  })

  it('that CloudTrail shows only after the plan are told then, and nobody says contained any more', async () => {
    const roles = [ciDeploy(), { name: 'ops-batch', inlinePolicies: [{ name: 'work', document: allow('s3:*') }] }]
    const stage = await createStage({ seed: { roles }, cloudTrailLagMs: 4 * MINUTE_MS })
    const intruder = intruderIn(stage.account, { roleName: 'ci-deploy' })
    const moved = intruder.obtain('AssumeRole', {
      RoleArn: 'arn:aws:iam::111122223333:role/ops-batch',
      RoleSessionName: 'late',
    })
    await stage.block({ ...role, accessKeyId: intruder.accessKeyId })
    await stage.reach(['contained'])
    expect((await stage.containPlan()).impact.sessionsElsewhere).toEqual([])

    const { snapshot } = await stage.reach(['needsHuman'])
    const session = `arn:aws:iam::111122223333:role/ops-batch/late/${moved}`
    expect(snapshot.context.verdict).toMatchObject({
      contained: false,
      policy: 'held',
      suspects: [{ kind: 'session', name: session, cause: 'principal' }],
    })
    expect(stage.people.told.at(-1)?.reason).toContain(`session ${session} obtained at`)
    expect(stage.account.isKeyAllowed(moved, 's3:ListAllMyBuckets')).toBe(true)
  })

  it('also where that role belongs to another account', async () => {
    const stage = await createStage({
      seed: { roles: [ciDeploy({ roleId: 'AROAFIRSTFIRSTFIRST1' })], events: [assumedAway(other)] },
    })
    await stage.block({ ...role, accessKeyId: 'ASIAFIRSTFIRSTFIRST1' })
    const { impact } = await stage.containPlan()
    expect(impact.sessionsElsewhere).toEqual([
      expect.objectContaining({
        accessKeyId: 'ASIASECONDSECONDSEC2',
        roleArn: other,
        expiresAt: '2026-03-01T10:50:00Z',
      }),
    ])
  })

  it('a user who assumes a role that assumes another is a graph of 3 nodes and 2 edges', () => {
    const first = anAssumption({ by: aUser('ana'), role: 'one', session: 'hop', key: 'ASIAONE', eventTime: at(9) })
    const one = aSessionOf({ role: 'one', session: 'hop', accessKeyId: 'ASIAONE' })
    const second = anAssumption({ by: one, role: 'two', session: 'hop', key: 'ASIATWO', eventTime: at(10) })
    const two = aSessionOf({ role: 'two', session: 'hop', accessKeyId: 'ASIATWO' })
    const [chain, ...others] = chainsOf(factsOf([first, second, anEvent({ actor: two, eventTime: at(11) })]))
    expect(others).toEqual([])
    expect(chain?.links.map(({ from, to }) => [from, to].map((arn) => arn.split(':').at(-1)))).toEqual([
      ['user/ana', 'role/one'],
      ['role/one', 'role/two'],
    ])
  })

  it('a caller whose log is missing is external and unresolved', () => {
    const stranger = { type: 'AWSAccount', accountId: '444455556666', principalId: 'AIDAFARFARFARFARFAR1' }
    const from = anAssumption({ by: stranger, role: 'one', session: 'hop', key: 'ASIAONE', eventTime: at(9) })
    const one = aSessionOf({ role: 'one', session: 'hop', accessKeyId: 'ASIAONE' })
    expect(chainsOf(factsOf([from, anEvent({ actor: one, eventTime: at(10) })]))).toMatchObject([
      { unresolved: true, links: [{ external: true, unresolved: true }] },
    ])
  })
})

function assumedAway(roleArn: string) {
  const issuer = 'arn:aws:iam::111122223333:role/service/ci-deploy'
  return {
    eventVersion: '1.08',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAFIRSTFIRSTFIRST1:one',
      arn: 'arn:aws:sts::111122223333:assumed-role/ci-deploy/one',
      accountId: '111122223333',
      accessKeyId: 'ASIAFIRSTFIRSTFIRST1',
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: issuer, accountId: '111122223333', userName: 'ci-deploy' },
      },
    },
    eventTime: '2026-03-01T09:50:00Z',
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'curl/8',
    requestParameters: { roleArn, roleSessionName: 'two' },
    responseElements: {
      credentials: { accessKeyId: 'ASIASECONDSECONDSEC2', expiration: 'Mar 1, 2026, 10:50:00 AM' },
      assumedRoleUser: { arn: 'arn:aws:sts::999988887777:assumed-role/partner/two' },
    },
    eventID: '6d2b7d0c-0000-4000-8000-000000000001',
    sharedEventID: '6d2b7d0c-0000-4000-8000-000000000002',
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
  }
}
