import { discovery } from '../../../simulated-aws/scripted/discovery.js'
import { exfiltration } from '../../../simulated-aws/scripted/exfiltration.js'
import { instanceCredentialTheft } from '../../../simulated-aws/scripted/instance-credential-theft.js'
import { selfEscalation } from '../../../simulated-aws/scripted/self-escalation.js'
import { trailTampering } from '../../../simulated-aws/scripted/trail-tampering.js'
import { tearDown } from '../fixture.js'
import { battleground, carriedOut, enforcementDelayMs, gained, standing } from './scripted-fixture.js'

afterEach(tearDown)

/** As AWSRevokeOlderSessions has it. */
const revoked = (before: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': before } } },
    ],
  })

describe('credentials of an instance', () => {
  it.each([false, true])(
    'end with the revocation of older sessions, unless it keeps reading them: %p',
    async (keepsReading) => {
      const field = await battleground()
      const run = field.begin(instanceCredentialTheft, { userName: 'guest' }, { role: 'Web', keepsReading })
      expect(run.step().result).toBe('succeeded')
      field.wait(1_000)
      const PolicyDocument = revoked(field.account.account.now().toISOString())
      field.iam('PutRolePolicy', { RoleName: 'Web', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument })
      field.wait(enforcementDelayMs)
      expect(run.step().result).toBe('stopped')
      field.wait(3_600_000)
      expect(run.step().result).toBe(keepsReading ? 'succeeded' : 'stopped')
      expect(run.credentials()).toHaveLength(keepsReading ? 2 : 1)
    },
  )

  it('that it still reads are a door that no policy shuts', async () => {
    const field = await battleground()
    const run = field.begin(instanceCredentialTheft, { roleName: 'Web' }, { keepsReading: true })
    run.step()
    field.enforce({ role: 'Web' })
    const through = 'the metadata of i-0a1b2c3d4e5f60718'
    expect(run.couldStill()).toEqual([{ kind: 'session', roleArn: 'arn:aws:iam::111122223333:role/Web', through }])
  })

  it("cannot be a user's key", async () => {
    const field = await battleground()
    expect(() => field.begin(instanceCredentialTheft, { userName: 'guest' })).toThrow('is no session of a role')
  })
})

describe('whoever gives itself a policy', () => {
  it.each([
    ['inline', 'Builder', ['PutRolePolicy'], 'policy maintenance of Builder'],
    ['attach', 'Builder', ['AttachRolePolicy'], 'policy AdministratorAccess of Builder'],
    ['version', 'Versioner', ['ListAttachedRolePolicies', 'CreatePolicyVersion'], 'version of policy tools'],
  ])('has what it allows once that is enforced, and no earlier (%s)', async (by, roleName, calls, made) => {
    const field = await battleground()
    const run = field.begin(selfEscalation, { roleName }, { by })
    const first = run.step()
    expect([first.result, carriedOut(first), gained(first)]).toEqual(['partly', calls, [made]])
    field.wait(enforcementDelayMs)
    const then = run.step()
    expect([then.result, carriedOut(then)]).toEqual([
      'succeeded',
      ['GetAccountAuthorizationDetails', 'GetSecretValue', 'RunInstances'],
    ])
  })

  it('gains nothing where it may not write its own policies', async () => {
    const field = await battleground()
    const run = field.begin(selfEscalation, { userName: 'guest' })
    expect(run.step()).toMatchObject({ result: 'denied', gained: [] })
  })
})

describe('looking around', () => {
  it('is in the same order for the same bytes, and in another one for others', async () => {
    const field = await battleground()
    const orderOf = (words: string) => {
      const run = field.begin(discovery, { roleName: 'Web' }, { callsPerStep: 20 }, words)
      return run.step().calls.map(({ operation }) => operation)
    }
    expect(orderOf('a')).toEqual(orderOf('a'))
    expect(orderOf('a')).not.toEqual(orderOf('b'))
    expect(new Set(orderOf('a')).size).toBe(orderOf('a').length)
  })

  it('asks of accounts alone where it is told to, each thing once before it begins again', async () => {
    const field = await battleground()
    const run = field.begin(discovery, { roleName: 'Web' }, { of: 'accounts', callsPerStep: 3 })
    const asked = [run.step(), run.step(), run.step()].flatMap(({ calls }) =>
      calls.map(({ operation }) => operation).filter((operation) => operation !== 'sts:GetCallerIdentity'),
    )
    expect([asked.length, new Set(asked).size]).toEqual([9, 9])
    expect(asked.every((operation) => /^(iam|organizations):/.test(operation))).toBe(true)
  })
})

describe('reading a bucket', () => {
  it('goes through the keys that it was given, some a step, and from the beginning again', async () => {
    const field = await battleground()
    const keys = ['a.csv', 'b.csv', 'c.csv']
    const run = field.begin(exfiltration, { roleName: 'Web' }, { bucket: 'customer-data', keys, objectsPerStep: 2 })
    expect(gained(run.step())).toEqual(['objects of customer-data'])
    run.step()
    const read = field.account.calls().filter(({ operation }) => operation === 's3:GetObject')
    expect(read.map(({ parameters }) => parameters.key)).toEqual(['a.csv', 'b.csv', 'c.csv', 'a.csv'])
  })

  it('could go on reading exactly what it was let to', async () => {
    const field = await battleground()
    const run = field.begin(exfiltration, { roleName: 'Web' }, { bucket: 'customer-data', keys: ['a.csv'] })
    run.step()
    const actions = run.couldStill().map((one) => (one.kind === 'call' ? `${one.action} ${one.resource}` : ''))
    expect(actions).toEqual([
      's3:ListBucket arn:aws:s3:::customer-data',
      's3:GetObject arn:aws:s3:::customer-data/a.csv',
    ])
  })
})

describe('tampering with trails', () => {
  it('stops every trail, and again when somebody has switched one on', async () => {
    const field = await battleground()
    const run = field.begin(trailTampering, { roleName: 'Web' })
    expect(gained(run.step()).sort()).toEqual(['trail audit stopped', 'trail security stopped'])
    field.operator.call({ service: 'cloudtrail', action: 'StartLogging', parameters: { Name: 'audit' } })
    expect(standing(run)).toEqual(['trail security stopped'])
    expect(carriedOut(run.step())).toContain('StopLogging')
    expect(standing(run).sort()).toEqual(['trail audit stopped', 'trail security stopped'])
  })

  it('blinds, diverts and deletes the one that it was told to, and no other', async () => {
    const field = await battleground()
    const by = ['PutEventSelectors', 'UpdateTrail', 'DeleteTrail']
    const run = field.begin(trailTampering, { roleName: 'Web' }, { trail: 'audit', by, bucket: 'mirror' })
    expect(gained(run.step())).toEqual([
      'event selectors of audit',
      'trail audit diverted to mirror',
      'trail audit deleted',
    ])
    expect([...field.account.account.configuredTrails.keys()]).toEqual(['security'])
    expect(standing(run)).toContain('trail audit deleted')
  })
})
