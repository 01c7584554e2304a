import { StsCallerIdentity } from '../../../../integrations/aws/sts/caller-identity.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../../simulated-aws/simulated-account.js'

let account: SimulatedAccount

beforeAll(async () => {
  account = await startSimulatedAccount({ seed: { accountId: '111122223333', roles: [{ name: 'ci' }] } })
})
afterAll(() => account.close())

describe('who the credentials are', () => {
  it("is answered with AWS's clock", async () => {
    const sts = new StsCallerIdentity({
      partition: 'aws',
      endpoint: account.url,
      credentials: account.adminCredentials,
    })
    const caller = await sts.callerIdentity()
    expect(caller).toMatchObject({
      accountId: '111122223333',
      arn: expect.stringMatching(/:user\/tourniquet-operator$/),
    })
    expect(Math.abs(Date.parse(caller.at) - Date.now())).toBeLessThan(5_000)
    sts.close()
  })

  it('a session of a role shows its unique id and its session name', async () => {
    const credentials = account.issueCredentials('ci', 'worker-1')
    const sts = new StsCallerIdentity({ partition: 'aws', endpoint: account.url, credentials })
    expect(await sts.callerIdentity()).toMatchObject({
      arn: 'arn:aws:sts::111122223333:assumed-role/ci/worker-1',
      userId: expect.stringMatching(/^AROA\w+:worker-1$/),
    })
    sts.close()
  })

  it('credentials that AWS does not know are refused as such', async () => {
    const credentials = { accessKeyId: 'AKIAUNKNOWNUNKNOWN00', secretAccessKey: 'x' }
    const sts = new StsCallerIdentity({ partition: 'aws', endpoint: account.url, credentials })
    await expect(sts.callerIdentity()).rejects.toMatchObject({ kind: 'credentials' })
    sts.close()
  })
})
