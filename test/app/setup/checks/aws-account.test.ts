import { accountsSchema } from '../../../../app/account-config.js'
import { connectionOf } from '../../../../app/from-config.js'
import type { CheckLine } from '../../../../app/setup/check-line.js'
import { checkAwsAccount } from '../../../../app/setup/checks/aws-account.js'
import { diagnoseAccount } from '../../../../integrations/aws/account-diagnosis.js'
import { iamPolicyFor } from '../../../../integrations/aws/iam-policy.js'
import { purposes } from '../../../../integrations/aws/permissions.js'
import { trustPolicyFor } from '../../../../integrations/aws/trust-policy.js'
import { type SimulatedAccounts, startSimulatedAccounts } from '../../../../simulated-aws/simulated-account.js'

const accountId = '111122223333'
const home = '444455556666'
const allowed = (document: object) => [{ name: 'printed', document: JSON.stringify(document) }]
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const printed = (role: 'investigate' | 'contain' | null) =>
  allowed(iamPolicyFor(purposes, { partition: 'aws', accountId }, role))
const trustPolicy = JSON.stringify(
  trustPolicyFor({ principalArn: `arn:aws:iam::${home}:user/base`, externalId: 'ours-17' }),
)
const keyOf = (name: string) => ({
  id: `AKIA${name.toUpperCase().padEnd(16, 'X')}`,
  secret: `secret canary of ${name}`,
})
const user = (name: string, inlinePolicies: ReturnType<typeof allowed>) => ({
  name,
  inlinePolicies,
  accessKeys: [keyOf(name)],
})
const withoutDelete = printed(null).map(({ name, document }) => ({
  name,
  document: document.replace(/"iam:DeleteRolePolicy",|,"iam:DeleteRolePolicy"/, ''),
}))

let simulated: SimulatedAccounts
let skewMs = 0
beforeAll(async () => {
  const seeds = [
    { accountId: home, users: [user('base', allowed(everything))] },
    {
      accountId,
      roles: [
        { name: 'look', trustPolicy, inlinePolicies: printed('investigate') },
        { name: 'write', trustPolicy, inlinePolicies: printed('contain') },
      ],
      users: [
        user('whole', printed(null)),
        user('reader', allowed(iamPolicyFor(['investigate'], { partition: 'aws', accountId }))),
        user('nodelete', withoutDelete),
        user('nothing', []),
      ],
    },
  ]
  const now = () => new Date(Date.now() + skewMs)
  simulated = await startSimulatedAccounts({
    seeds,
    now,
    enforcementDelayMs: 0,
    cloudTrailLagMs: 0,
    lookupEventsPerSecond: 100,
  })
})
afterEach(() => {
  skewMs = 0
  for (const one of simulated.accounts) one.clearFaults()
})
afterAll(() => simulated.close())

/** What is found with the keys of a user, in the account as it is configured. */
async function look(as: string, configured: object = {}, endpoint = simulated.url): Promise<CheckLine[]> {
  const [account] = accountsSchema.parse([{ id: accountId, mode: 'guarded', endpoint, ...configured }])
  if (account === undefined) throw new Error('one account was given')
  const { id: accessKeyId, secret: secretAccessKey } = keyOf(as)
  const credentials = { accessKeyId, secretAccessKey }
  const diagnosis = diagnoseAccount({ partition: 'aws', accountId, endpoint, credentials, ...connectionOf(account) })
  try {
    const lines = await checkAwsAccount({ account, diagnosis, nowMs: Date.now })
    expect(JSON.stringify(lines)).not.toContain('canary')
    return lines
  } finally {
    diagnosis.close()
  }
}

const name = `aws ${accountId}`
const line = (lines: readonly CheckLine[], check: string) => lines.find((each) => each.check === check)
const roles = {
  investigateRole: `arn:aws:iam::${accountId}:role/look`,
  containRole: `arn:aws:iam::${accountId}:role/write`,
  externalId: 'ours-17',
}
const statuses = (lines: readonly CheckLine[]) =>
  lines.map(({ check, status }) => [check.replace(`${name} `, ''), status])

describe('an account', () => {
  it('with the printed policy on a user is green throughout', async () => {
    const lines = await look('whole')
    expect(lines.filter(({ status }) => status !== 'green')).toEqual([])
    expect(statuses(lines).map(([check]) => check)).toEqual([
      name,
      'clock',
      'reads',
      'CloudTrail us-east-1',
      'looks',
      'writes',
    ])
  })

  it('with the printed policies on its two roles is green throughout, and says as whom it was entered', async () => {
    const lines = await look('base', roles)
    expect(lines.filter(({ status }) => status !== 'green')).toEqual([])
    expect(lines.map(({ says }) => says).join('\n')).toMatch(
      /assumed .*assumed-role\/look\/tourniquet-doctor[\s\S]*assumed-role\/write\//,
    )
  })

  it('is only read and simulated: nothing that writes is ever called', async () => {
    await look('base', roles)
    const names = simulated.accounts.flatMap((one) => one.records().map((record) => String(record.eventName)))
    expect(names.length).toBeGreaterThan(5)
    expect(names.filter((one) => !/^(Get|List|Lookup|Simulate|AssumeRole$)/.test(one))).toEqual([])
  })

  it('that is another one than the configuration says is red', async () => {
    const lines = await look('base')
    expect(line(lines, name)).toMatchObject({
      status: 'red',
      says: expect.stringMatching(/credentials of account 444455556666/),
      cure: expect.stringMatching(/containRole/),
    })
  })

  it.each<[string, object]>([
    ['a wrong external id', { ...roles, externalId: 'not-ours' }],
    ['a role that does not trust us', { containRole: `arn:aws:iam::${accountId}:role/nowhere` }],
  ])('that does not let us in, by %s, is red with what to grant', async (_title, configured) => {
    const found = (await look('base', configured)).filter(({ status }) => status === 'red')
    expect(found[0]).toMatchObject({
      says: expect.stringMatching(/sts:AssumeRole/),
      cure: expect.stringMatching(/iam-policy --base --role .*external id/),
    })
  })

  it('where a write is not granted is red while writes are on, and names the action; observing does not need it', async () => {
    const lines = await look('nodelete')
    expect(line(lines, `${name} writes`)).toMatchObject({
      status: 'red',
      says: expect.stringMatching(/user\/nodelete is not allowed iam:DeleteRolePolicy$/),
      cure: expect.stringMatching(/tourniquet iam-policy/),
    })
    expect(line(await look('nodelete', { mode: 'observe' }), `${name} writes`)).toBeUndefined()
  })

  it('where nothing is granted is red for reads and history; that IAM cannot be asked is said', async () => {
    const lines = await look('nothing')
    expect(statuses(lines)).toEqual([
      [name, 'green'],
      ['clock', 'green'],
      ['reads', 'red'],
      ['CloudTrail us-east-1', 'red'],
      ['looks', 'yellow'],
      ['writes', 'yellow'],
    ])
    expect(line(lines, `${name} reads`)?.cure).toMatch(/Allow iam:GetRole: tourniquet iam-policy/)
  })

  it('with credentials that AWS does not know is red', async () => {
    expect(await look('nobody')).toMatchObject([
      { check: name, status: 'red', cure: expect.stringMatching(/credentials/i) },
    ])
  })

  it.each([20_000, -20_000])('whose clock is %d ms from ours is a note', async (off) => {
    skewMs = off
    expect(line(await look('whole'), `${name} clock`)).toMatchObject({
      status: 'yellow',
      cure: expect.stringMatching(/NTP/),
    })
  })

  it('whose clock is more than 5 minutes from ours is red, whether the SDK corrects itself or AWS refuses', async () => {
    skewMs = 600_000
    const red = (await look('whole')).filter(({ status }) => status === 'red')
    expect(red[0]?.cure).toMatch(/clock \(NTP\)|clock by NTP/)
  })

  it('that nobody answers for is red, with the way to look at', async () => {
    expect(await look('whole', {}, 'http://127.0.0.1:1')).toMatchObject([
      { check: name, status: 'red', cure: expect.stringMatching(/network, proxy and endpoint/) },
    ])
  })

  it('whose history does not answer is red for its Region alone', async () => {
    const error = { code: 'AccessDeniedException', status: 403 }
    simulated.accounts[1]?.injectFault({ operation: 'cloudtrail:LookupEvents', error })
    const lines = await look('whole', { lookupRegions: ['us-east-1', 'eu-west-1'] })
    const history = lines.filter(({ check }) => check.includes('CloudTrail'))
    expect(history.map(({ status }) => status).sort()).toEqual(['green', 'red'])
    expect(line(lines, `${name} reads`)?.status).toBe('green')
  })
})
