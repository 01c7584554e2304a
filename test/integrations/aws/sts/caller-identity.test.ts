import { CallerIdentityReader } from '../../../../integrations/aws/sts/caller-identity.js'
import { type SimulatedAccount, startSimulatedAccount } from '../../../../simulated-aws/simulated-account.js'
import { scriptedServer, someCredentials, xmlResult } from '../scripted-server.js'

let account: SimulatedAccount
const opened: CallerIdentityReader[] = []

beforeAll(async () => {
  account = await startSimulatedAccount({ seed: { accountId: '111122223333', roles: [{ name: 'ci' }] } })
})
afterEach(() => {
  for (const reader of opened.splice(0)) reader.close()
})
afterAll(() => account.close())

function reader(credentials: typeof someCredentials, endpoint = account.url): CallerIdentityReader {
  const made = new CallerIdentityReader({ partition: 'aws', endpoint, credentials })
  opened.push(made)
  return made
}

describe('who the credentials are', () => {
  it("is answered with AWS's clock", async () => {
    const caller = await reader(account.adminCredentials).read()
    expect(caller).toMatchObject({
      accountId: '111122223333',
      arn: expect.stringMatching(/:user\/tourniquet-operator$/),
    })
    expect(Math.abs(Date.parse(caller.at) - Date.now())).toBeLessThan(5_000)
  })

  it('a session of a role shows its unique id and its session name', async () => {
    expect(await reader(account.issueCredentials('ci', 'worker-1')).read()).toMatchObject({
      arn: 'arn:aws:sts::111122223333:assumed-role/ci/worker-1',
      userId: expect.stringMatching(/^AROA\w+:worker-1$/),
    })
  })

  it('credentials that AWS does not know are refused as such', async () => {
    const unknown = { accessKeyId: 'AKIAUNKNOWNUNKNOWN00', secretAccessKey: 'x' }
    await expect(reader(unknown).read()).rejects.toMatchObject({ kind: 'credentials' })
  })
})

describe('an endpoint in the place of AWS', () => {
  const identity = '<Arn>arn:aws:iam::111122223333:user/ana</Arn><UserId>AIDA</UserId><Account>111122223333</Account>'

  it('that never tells the time is dated by our own clock, so that what is read back can be adopted', async () => {
    const server = await scriptedServer(() => ({ undated: true, body: xmlResult('GetCallerIdentity', identity) }))
    const { at } = await reader(someCredentials, server.url).read()
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(5_000)
    await server.close()
  })

  it('that does not say who we are is an error', async () => {
    const server = await scriptedServer(() => ({
      body: xmlResult('GetCallerIdentity', '<Arn>arn:aws:iam::1:root</Arn>'),
    }))
    await expect(reader(someCredentials, server.url).read()).rejects.toMatchObject({ code: 'UnexpectedAnswer' })
    await server.close()
  })
})
