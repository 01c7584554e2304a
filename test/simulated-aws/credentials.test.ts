import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { ListRolesCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { clients, errorOf, manualClock, rootKey, seed, setUp, tearDown } from './fixture.js'
import { form, signedFetch } from './signed-fetch.js'

afterEach(tearDown)

const unknown = { accessKeyId: 'AKIANOBODYNOBODYNOBO', secretAccessKey: 'x' }
const action = 'Action=ListRoles&Version=2010-05-08'

it('an unknown key is refused in the words of each protocol', async () => {
  const { account } = await setUp()
  const { iam, sts, cloudTrail } = clients(account.url, unknown)
  const message = 'The security token included in the request is invalid.'

  expect(await errorOf(iam.send(new ListRolesCommand({})))).toEqual({
    name: 'InvalidClientTokenId',
    status: 403,
    message,
  })
  expect(await errorOf(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' })
  expect(await errorOf(cloudTrail.send(new LookupEventsCommand({})))).toEqual({
    name: 'UnrecognizedClientException',
    status: 400,
    message,
  })
  expect(account.records()).toEqual([])
})

it('a wrong secret does not match', async () => {
  const { account } = await setUp()
  const { iam } = clients(account.url, { ...rootKey, secretAccessKey: 'guessed' })
  expect(await errorOf(iam.send(new ListRolesCommand({})))).toMatchObject({
    name: 'SignatureDoesNotMatch',
    status: 403,
  })
})

it('a session is good until it expires and not a moment longer', async () => {
  const clock = manualClock(new Date().toISOString())
  const { account } = await setUp({ now: clock.now })
  const { iam } = clients(account.url, account.issueCredentials('Payments', 's1', 900))
  await iam.send(new ListRolesCommand({}))

  clock.advance(901_000)

  expect(await errorOf(iam.send(new ListRolesCommand({})))).toMatchObject({ name: 'ExpiredToken', status: 403 })
})

it('temporary credentials need their own token, long-term ones have none', async () => {
  const { account } = await setUp()
  const first = account.issueCredentials('Payments', 's1')
  const second = account.issueCredentials('Payments', 's2')
  const { accessKeyId, secretAccessKey } = first
  const wrong = [
    { accessKeyId, secretAccessKey },
    { ...first, sessionToken: second.sessionToken ?? '' },
    { ...rootKey, sessionToken: 'x' },
  ]

  for (const credentials of wrong) {
    const call = clients(account.url, credentials).iam.send(new ListRolesCommand({}))
    expect(await errorOf(call)).toMatchObject({ name: 'InvalidClientTokenId', status: 403 })
  }
})

it('a key that is not active is refused', async () => {
  const { account } = await setUp({
    seed: {
      ...seed,
      users: [{ name: 'u', accessKeys: [{ id: 'AKIAINACTIVEINACTIVE', secret: 's', status: 'Inactive' }] }],
    },
  })
  const { iam } = clients(account.url, { accessKeyId: 'AKIAINACTIVEINACTIVE', secretAccessKey: 's' })
  expect(await errorOf(iam.send(new ListRolesCommand({})))).toMatchObject({ name: 'InvalidClientTokenId' })
})

it('the signature covers the body', async () => {
  const { account } = await setUp()
  const request = { url: account.url, service: 'iam', credentials: rootKey, headers: form, body: action }
  expect((await signedFetch(request)).status).toBe(200)

  const tampered = await signedFetch({ ...request, sentBody: `${action}&MaxItems=1` })

  expect([tampered.status, await tampered.text()]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')])
})

it('a signature of long ago is stale', async () => {
  const { account } = await setUp()
  const request = { url: account.url, service: 'iam', credentials: rootKey, headers: form, body: action }
  const response = await signedFetch({ ...request, date: '20200101T000000Z' })
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('Signature expired')])
})

it('a client that goes by the Date header of an account with a clock of its own is not stale', async () => {
  const clock = manualClock('2031-01-01T00:00:00Z')
  const { account } = await setUp({ now: clock.now })
  const request = { url: account.url, service: 'iam', credentials: rootKey, headers: form, body: action }
  const response = await signedFetch({ ...request, date: '20310101T000000Z' })
  expect([response.status, response.headers.get('date')]).toEqual([200, 'Wed, 01 Jan 2031 00:00:00 GMT'])
})

it('a seeded session can be used by whoever is given its secret, and is alive whatever its age', async () => {
  const session = {
    roleName: 'Payments',
    sessionName: 'old',
    accessKeyId: 'ASIAOLDOLDOLDOLDOLDO',
    issuedAt: '2020-01-01T00:00:00Z',
  }
  const { account } = await setUp({ seed: { ...seed, sessions: [session] } })
  const issued = account.account.sessions.get(session.accessKeyId)
  const { secretAccessKey = '', sessionToken = '' } = issued ?? {}

  const { sts } = clients(account.url, { accessKeyId: session.accessKeyId, secretAccessKey, sessionToken })

  const { Arn } = await sts.send(new GetCallerIdentityCommand({}))
  expect(Arn).toBe('arn:aws:sts::111122223333:assumed-role/Payments/old')
})
