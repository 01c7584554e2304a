import { callsOf, ourWrites } from '../support/world/calls.js'
import { intruderIn } from '../support/world/intruder.js'
import { dana, danaKeys } from '../support/world/seed.js'
import { postIn, slackThreadOf, wordsOf } from '../support/world/slack-thread.js'
import { useStages } from '../support/world/staged.js'

const role = { type: 'role', name: 'ci-deploy' } as const
const user = { type: 'user', name: 'dana' } as const
const createStage = useStages()

describe('2. 4-second attacker', () => {
  it('who removes the block every 0.5 s is never called held; re-puts are bounded, people are paged, an SCP is proposed', async () => {
    const stage = await createStage()
    const { stop } = stage.attack('strip-inline', { roleName: role.name }, 500)
    await stage.block(role)
    await stage.reach(['verifying'])
    const blockedAtMs = stage.world.time.nowMs
    await stage.reach(['tampered'])
    expect(await stage.looks()).toEqual([expect.objectContaining({ policy: 'missing', depth: 'account' })])
    expect(stage.world.time.nowMs - blockedAtMs).toBeLessThan(2_000)
    const { snapshot } = await stage.reach(['needsHuman'])
    const block = `DenyAll-${snapshot.context.containmentId}`

    expect((await stage.looks()).map(({ policy }) => policy)).toEqual(Array(4).fill('missing'))
    expect(snapshot.context.verdict).toMatchObject({ policy: 'missing', contained: false })
    expect(ourWrites(stage.account)).toEqual(Array(4).fill(`PutRolePolicy ${block}`))
    const paged = stage.people.told.find(({ topic }) => topic === 'needsHuman')
    expect(paged?.escalation).toMatch(/service control policy[\s\S]*arn:aws:iam::111122223333:role\/service\/ci-deploy/)
    stop()
    await stage.world.run(6 * 60_000)
    expect(stage.people.told.map(({ topic }) => topic)).not.toContain('contained')
    const removal = { what: `DeleteRolePolicy ${block}`, by: expect.stringContaining('/ci-deploy/maintenance') }
    expect(stage.incident().snapshot.context.verdict.tampering).toContainEqual(expect.objectContaining(removal))
    expect((await stage.audit()).map(({ to }) => to)).not.toContain('contained')
    expect(JSON.stringify(await stage.audit())).toContain(`DeleteRolePolicy ${block}`)
  })
})

describe('3. False verify', () => {
  it('a policy that is there at first and gone after 3 s is not called contained, at no time of the soak', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['verifying'])
    await stage.world.run(3_000)
    const PolicyName = `DenyAll-${stage.incident().snapshot.context.containmentId}`
    expect((await stage.looks())[0]).toMatchObject({ policy: 'held' })
    stage.admin('DeleteRolePolicy', { RoleName: role.name, PolicyName })
    await stage.reach(['contained', 'needsHuman'])
    expect(stage.incident().state).toBe('needsHuman')
    expect(stage.people.told.map(({ topic }) => topic)).not.toContain('contained')
  })

  it('where it stays, contained is said when the 120 s of the soak are over, and not before', async () => {
    const stage = await createStage()
    await stage.block(role)
    const { snapshot } = await stage.reach(['contained'])
    await stage.world.run(1_000)
    const said = stage.people.told.filter(({ topic }) => topic === 'contained')
    const appliedAtMs = Date.parse(snapshot.context.appliedAt ?? '') - stage.world.time.startsAt.getTime()
    expect(said).toHaveLength(1)
    expect((said[0]?.atMs ?? 0) - appliedAtMs).toBeGreaterThanOrEqual(120_000)
  })

  it('the message of it in Slack', async () => {
    const stage = await createStage()
    await stage.block(role)
    await stage.reach(['verifying'])
    expect((await slackThreadOf(stage)).map(({ slot }) => slot)).not.toContain('verification')
    await stage.world.run(3_000)
    const PolicyName = `DenyAll-${stage.incident().snapshot.context.containmentId}`
    stage.admin('DeleteRolePolicy', { RoleName: role.name, PolicyName })
    await stage.reach(['contained', 'needsHuman'])
    await stage.world.run(1_000)

    const posts = await slackThreadOf(stage)
    expect(wordsOf(postIn(posts, 'verification'))).toMatch(/\*contained\*\W+false/)
    expect(wordsOf(postIn(posts, 'verification'))).toMatch(/Not contained: somebody acted against the block/)
    expect(wordsOf(postIn(posts, 'tampering'))).toContain(`DeleteRolePolicy ${PolicyName}`)
    const notices = posts.filter(({ slot }) => slot.startsWith('notice:')).map(wordsOf)
    expect(notices[0]).toMatch(/taken off or changed/)
    expect(notices.at(-1)).toMatch(/A person has to act[\s\S]*<@U0ANA>/)
    for (const post of posts) expect(wordsOf(post)).not.toMatch(/\bis contained\b|\*contained\*\W+true/i)
  })
})

describe('13. Federation survival', () => {
  it('where only keys are disabled a federation token lives on: its success is seen, and nobody says contained', async () => {
    const modes = { role: ['deny-all'], user: ['disable-keys'], group: ['deny-all'] } as const
    const stage = await createStage({ seed: { users: [dana()] }, rules: { modes } })
    const token = intruderIn(stage.account, user2()).obtain('GetFederationToken', federation)
    stage.every(2_000, () => void intruderIn(stage.account, { key: token }).call('s3', 'ListBuckets'))
    await stage.block(user)
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])
    await stage.world.run(5_000)

    expect(stage.account.isKeyAllowed(danaKeys.active, 's3:ListAllMyBuckets')).toBe(false)
    expect(stage.account.isKeyAllowed(token, 's3:ListAllMyBuckets')).toBe(true)
    expect(snapshot.context.verdict).toMatchObject({ policy: 'held', enforcement: 'violated', contained: false })
    expect(stage.people.told.map(({ topic }) => topic)).toEqual(['needsHuman'])
  })

  it('with DenyAll the same token is denied, and that is observed', async () => {
    const stage = await createStage({ seed: { users: [dana()] } })
    const token = intruderIn(stage.account, user2()).obtain('GetFederationToken', federation)
    stage.every(2_000, () => void intruderIn(stage.account, { key: token }).call('s3', 'ListBuckets'))
    await stage.block(user)
    const { snapshot } = await stage.reach(['contained', 'needsHuman'])

    expect(stage.account.isKeyAllowed(token, 's3:ListAllMyBuckets')).toBe(false)
    expect(snapshot.context.verdict).toMatchObject({ enforcement: 'observed', contained: true })
  })

  const user2 = () => ({ userName: 'dana' })
  const federation = {
    Name: 'support',
    DurationSeconds: 129_600,
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }),
  }
})

describe('15. In-window vs after-window success', () => {
  it('a user made 2 s after the put is a suspect; a success 200 s after it means that the block failed', async () => {
    const stage = await createStage({ enforcementDelayMs: 300_000 })
    const intruder = intruderIn(stage.account, { roleName: role.name })
    await stage.block({ ...role, accessKeyId: intruder.accessKeyId })
    await stage.reach(['verifying'])
    await stage.world.run(2_000)
    expect(intruder.call('iam', 'CreateUser', { UserName: 'support-2' })).toBe('ok')
    await stage.world.run(3_000)
    const early = stage.incident().snapshot.context.verdict
    expect(early).toMatchObject({ suspects: [{ kind: 'user', name: 'support-2' }], enforcement: 'notObserved' })
    expect(stage.people.told.map(({ topic }) => topic)).toEqual(['suspects'])
    await stage.world.run(195_000)
    const found = (await stage.looks()).findLast(({ eventsRead }) => eventsRead)
    expect(found).toMatchObject({ inWindow: [{ eventName: 'CreateUser' }], succeeded: [] })
    expect(stage.incident()).toMatchObject({ state: 'needsHuman' })
    expect(intruder.call('s3', 'ListBuckets')).toBe('ok')
    await stage.world.run(6 * 60_000)

    const { verdict, reason } = stage.incident().snapshot.context
    const suspect = { kind: 'user', name: 'support-2', cause: 'principal', by: expect.stringContaining('ci-deploy') }
    expect(verdict).toMatchObject({ suspects: [suspect], enforcement: 'violated', contained: false })
    expect(reason).toMatch(/successful call after the block was in force/)
    expect(stage.people.told.map(({ topic }) => topic)).not.toContain('contained')
    expect(callsOf(stage.account, 'iam:PutRolePolicy')).toHaveLength(1)
  })
})
