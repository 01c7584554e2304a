import { Identities } from '../../../app/exercise/identities.js'
import { WorldAccounts } from '../../../app/exercise/world-accounts.js'
import { type SimulatedAccounts, startSimulatedAccounts } from '../../../simulated-aws/simulated-account.js'

const [home, other] = ['111122223333', '444455556666']
const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const inlinePolicies = [{ name: 'all', document: all }]
const trustAll = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
}
const seedOf = (accountId: string, key: string) => ({
  accountId,
  roles: [
    { name: 'audit', path: '/service/', trustPolicy: trustAll, inlinePolicies },
    { name: 'runner', inlinePolicies },
  ],
  users: [{ name: 'dana', inlinePolicies, accessKeys: [{ id: key }] }],
})

describe('somebody of the world', () => {
  const running: SimulatedAccounts[] = []
  afterEach(async () => {
    for (const simulated of running.splice(0)) await simulated.close()
  })
  async function world() {
    const seeds = [seedOf(home, 'AKIADANADANADANADANA'), seedOf(other, 'AKIAOTHEROTHEROTHERO')]
    const simulated = await startSimulatedAccounts({ seeds })
    running.push(simulated)
    const accounts = new WorldAccounts(simulated.accounts)
    return { accounts, identities: new Identities(accounts) }
  }
  type World = Awaited<ReturnType<typeof world>>
  const assumptions = ({ accounts }: World, id: string) =>
    accounts
      .of(id)
      .records()
      .filter(({ eventName }) => eventName === 'AssumeRole')

  it('came through a chain that CloudTrail tells link by link', async () => {
    const made = await world()
    const actor = {
      role: 'audit',
      session: 'a-1',
      assumedBy: { role: 'runner', session: 'r-1', assumedBy: { user: 'dana' } },
    }
    const { accessKeyId, account, session } = made.identities.of(actor)
    expect([account.account.accountId, session]).toEqual([home, 'a-1'])
    expect(made.accounts.holderOf(accessKeyId)).toMatchObject({ type: 'role', name: 'audit', session: 'a-1' })
    expect(assumptions(made, home)).toMatchObject([
      { userIdentity: { arn: `arn:aws:iam::${home}:user/dana` } },
      { userIdentity: { arn: `arn:aws:sts::${home}:assumed-role/runner/r-1` } },
    ])
  })

  it.each([
    ['described', { account: other, user: 'dana' }],
    ['by an ARN', `arn:aws:iam::${other}:user/dana`],
    ['by the ARN of a session', `arn:aws:sts::${other}:assumed-role/runner/r-2`],
  ])('comes over from the other account, and both have a record of it: %s', async (_how, assumedBy) => {
    const made = await world()
    made.identities.of({ role: 'audit', session: 'a-2', assumedBy })
    const [there] = assumptions(made, other)
    const [here] = assumptions(made, home)
    expect(there?.sharedEventID).toEqual(expect.any(String))
    expect(here).toMatchObject({ sharedEventID: there?.sharedEventID, userIdentity: { accountId: other } })
  })

  it('goes the other way as well', async () => {
    const made = await world()
    const { account } = made.identities.of({
      account: other,
      role: 'audit',
      session: 'a-3',
      assumedBy: { user: 'dana' },
    })
    expect(account.account.accountId).toBe(other)
    expect(assumptions(made, home)).toHaveLength(1)
    expect(assumptions(made, other)).toMatchObject([{ userIdentity: { accountId: home } }])
  })

  it('is one and the same, whether or not the first account is named', async () => {
    const { identities } = await world()
    const direct = { role: 'audit', session: 'x-1', assumedBy: { user: 'dana' } }
    const named = { account: home, role: 'audit', session: 'x-1', assumedBy: { account: home, user: 'dana' } }
    expect(identities.of(named)).toBe(identities.of(direct))
    expect(identities.of({ ...named, account: other })).not.toBe(identities.of(direct))
  })

  it('keeps a session that is over where a block refuses a new one, and has a new one where none does', async () => {
    const clock = { ms: Date.parse('2026-03-01T10:00:00Z') }
    const seeds = [seedOf(home, 'AKIADANADANADANADANA')]
    const simulated = await startSimulatedAccounts({ seeds, now: () => new Date(clock.ms) })
    running.push(simulated)
    const identities = new Identities(new WorldAccounts(simulated.accounts))
    const runner = { role: 'runner', session: 'r-5', assumedBy: { user: 'dana' } }
    const chained = { role: 'audit', session: 'a-5', assumedBy: runner }
    const before = [identities.of(runner), identities.of(chained)] as const
    const PolicyDocument = JSON.stringify({ ...all, Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] })
    const parameters = { RoleName: 'runner', PolicyName: 'deny', PolicyDocument }
    expect(identities.caller({ user: 'dana' }).call({ service: 'iam', action: 'PutRolePolicy', parameters }).ok).toBe(
      true,
    )
    clock.ms += 2 * 3_600_000
    expect(identities.of(runner)).not.toBe(before[0])
    expect(identities.of(chained)).toBe(before[1])
    expect(identities.caller(chained).call({ service: 's3', action: 'ListBuckets' }).ok).toBe(false)
  })

  it('has a session that nobody recorded where it came from an account that is not there', async () => {
    const made = await world()
    made.identities.of({ role: 'audit', session: 'a-4', assumedBy: 'arn:aws:iam::999999999999:user/eve' })
    expect(assumptions(made, home)).toEqual([])
    expect(() => made.accounts.of('999999999999')).toThrow('no account 999999999999')
  })
})
