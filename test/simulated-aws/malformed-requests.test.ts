import { connect } from 'node:net'
import { ListRolesCommand } from '@aws-sdk/client-iam'
import { rootKey, setUp, tearDown } from './fixture.js'
import { form, signedFetch } from './signed-fetch.js'

afterEach(tearDown)

const json = (target: string) => ({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target })

it.each([
  ['an unknown action', 'iam', form, 'Action=Nothing!&Version=2010-05-08', 400, 'InvalidAction'],
  ['another version', 'iam', form, 'Action=ListRoles&Version=1999-01-01', 400, 'InvalidAction'],
  ['no action', 'iam', form, 'Version=2010-05-08', 400, 'MissingAction'],
  ['an empty body', 'iam', form, '', 400, 'MissingAction'],
  [
    'another content type',
    'iam',
    { 'content-type': 'text/plain' },
    'Action=ListRoles&Version=2010-05-08',
    400,
    'MissingAction',
  ],
  ['a missing parameter', 'iam', form, 'Action=GetRole&Version=2010-05-08', 400, 'ValidationError'],
  [
    'a parameter named __proto__',
    'iam',
    form,
    'Action=GetRole&Version=2010-05-08&__proto__.RoleName=x',
    400,
    'ValidationError',
  ],
  [
    'an action that is not simulated',
    'iam',
    form,
    'Action=CreateSAMLProvider&Version=2010-05-08',
    400,
    'InvalidAction',
  ],
  ['a target without an operation', 'cloudtrail', json('CloudTrail_20131101.'), '{}', 400, 'UnknownOperationException'],
  [
    'a body that is not JSON',
    'cloudtrail',
    json('CloudTrail_20131101.LookupEvents'),
    '{"',
    400,
    'SerializationException',
  ],
  [
    'a body that is a list',
    'cloudtrail',
    json('CloudTrail_20131101.LookupEvents'),
    '[]',
    400,
    'SerializationException',
  ],
  ['an unknown REST path', 'lambda', {}, '{}', 404, 'UnknownOperationException'],
])('%s is answered with a clear error', async (_, service, headers, body, status, code) => {
  const { account } = await setUp()
  const response = await signedFetch({ url: account.url, service, credentials: rootKey, headers, body })

  expect(response.status).toBe(status)
  expect(`${await response.text()} ${response.headers.get('x-amzn-errortype')}`).toContain(code)
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  expect(response.headers.get('date')).toMatch(/GMT$/)
})

it('an unsigned request is told that the token is missing, a half-signed one that it is incomplete', async () => {
  const { account } = await setUp()
  const post = (headers: Record<string, string>) =>
    fetch(account.url, { method: 'POST', headers: { ...form, ...headers }, body: 'Action=ListRoles' })

  const unsigned = await post({})
  expect([unsigned.status, await unsigned.text()]).toEqual([
    403,
    expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
  ])
  const half = await post({ authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/x' })
  expect([half.status, await half.text()]).toEqual([400, expect.stringContaining('<Code>IncompleteSignature</Code>')])
  expect((await fetch(`${account.url}/bucket`)).status).toBe(403)
})

it('a body of more than a mebibyte is refused and the server lives on', async () => {
  const { account, iam } = await setUp()
  const response = await fetch(account.url, { method: 'POST', headers: form, body: 'a'.repeat(1024 * 1024 + 1) })
  expect([response.status, await response.text()]).toEqual([413, expect.stringContaining('RequestEntityTooLarge')])
  await iam.send(new ListRolesCommand({}))
})

it('what is not HTTP is answered 400 and the server lives on', async () => {
  const { account, iam } = await setUp()
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(account.url).port), '127.0.0.1', () =>
      socket.write('\u0000\u0001nonsense\r\n\r\n'),
    )
    socket.on('data', (data) => resolve(data.toString()))
  })
  expect(answer).toMatch(/^HTTP\/1\.1 400/)
  await iam.send(new ListRolesCommand({}))
})

it('what an attacker writes is escaped where it is quoted', async () => {
  const { account } = await setUp()
  const body = 'Action=GetRole&Version=2010-05-08&RoleName=x%3C%2FMessage%3E%3CCode%3E%0B'
  const text = await (
    await signedFetch({ url: account.url, service: 'iam', credentials: rootKey, headers: form, body })
  ).text()
  expect(text.match(/<Code>/g)).toHaveLength(1)
})

it('X-Forwarded-For does not change the source address', async () => {
  const { account } = await setUp()
  const headers = { ...form, 'x-forwarded-for': '203.0.113.9' }
  const body = 'Action=ListRoles&Version=2010-05-08'
  await signedFetch({ url: account.url, service: 'iam', credentials: rootKey, headers, body })
  expect(account.records()).toMatchObject([{ sourceIPAddress: '127.0.0.1' }])
})
