import { denyAll, rootKey, seed, setUp, tearDown } from './fixture.js'
import { form, signedFetch } from './signed-fetch.js'

const blocked = { accessKeyId: 'AKIABLOCKEDBLOCKEDBL', secretAccessKey: 'blocked' }
const users = [
  ...(seed.users ?? []),
  {
    name: 'blocked',
    inlinePolicies: [{ name: 'deny', document: denyAll }],
    accessKeys: [{ id: blocked.accessKeyId, secret: blocked.secretAccessKey }],
  },
]
const target = (name: string) => ({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': name })

/** service, request, status and content when allowed, when denied, and the event that is recorded. */
const cases = [
  {
    service: 'ec2',
    request: { headers: form, body: 'Action=DescribeInstances&Version=2016-11-15&InstanceId.1=i-1' },
    allowed: [200, '<DescribeInstancesResponse'],
    denied: [403, '<Code>UnauthorizedOperation</Code>'],
    event: { eventName: 'DescribeInstances', requestParameters: { instanceId: ['i-1'] }, readOnly: true },
    errorCode: 'Client.UnauthorizedOperation',
  },
  {
    service: 's3',
    request: { method: 'GET', path: '/' },
    allowed: [200, '<ListAllMyBucketsResult'],
    denied: [403, '<Code>AccessDenied</Code>'],
    event: { eventName: 'ListBuckets', eventCategory: 'Management', readOnly: true },
    errorCode: 'AccessDenied',
  },
  {
    service: 's3',
    request: { method: 'GET', path: '/bucket/a%20b' },
    allowed: [200, ''],
    denied: [403, 's3:GetObject on resource: arn:aws:s3:::bucket/a b with an explicit deny'],
    event: { eventName: 'GetObject', requestParameters: { bucketName: 'bucket', key: 'a b' }, eventCategory: 'Data' },
    errorCode: 'AccessDenied',
  },
  {
    service: 's3',
    request: { method: 'PUT', path: '/bucket?policy=', body: '{}' },
    allowed: [200, ''],
    denied: [403, 's3:PutBucketPolicy'],
    event: { eventName: 'PutBucketPolicy', eventCategory: 'Management', readOnly: false },
    errorCode: 'AccessDenied',
  },
  {
    service: 'secretsmanager',
    request: { headers: target('secretsmanager.GetSecretValue'), body: '{"SecretId":"db"}' },
    allowed: [200, '{}'],
    denied: [400, '"__type":"AccessDeniedException"'],
    event: { eventName: 'GetSecretValue', readOnly: true },
    errorCode: 'AccessDenied',
  },
  {
    service: 'sns',
    request: { headers: form, body: 'Action=ListTopics&Version=2010-03-31' },
    allowed: [200, '<ListTopicsResult></ListTopicsResult>'],
    denied: [403, '<Code>AccessDenied</Code>'],
    event: { eventName: 'ListTopics', readOnly: true },
    errorCode: 'AccessDenied',
  },
  {
    service: 'lambda',
    request: { method: 'GET', path: '/2015-03-31/functions/' },
    allowed: [200, '{}'],
    denied: [403, 'lambda:ListFunctions on'],
    event: { eventName: 'ListFunctions20150331', readOnly: true },
    errorCode: 'AccessDenied',
  },
]

afterEach(tearDown)

it.each(cases)('$service $event.eventName answers an empty success, or a denial in its own protocol', async (given) => {
  const { account } = await setUp({ seed: { ...seed, users } })
  const call = (credentials: typeof blocked) =>
    signedFetch({ url: account.url, service: given.service, credentials, ...given.request })

  const allowed = await call(rootKey)
  expect([allowed.status, await allowed.text()]).toEqual([
    given.allowed[0],
    expect.stringContaining(String(given.allowed[1])),
  ])
  const denied = await call(blocked)
  expect([denied.status, await denied.text()]).toEqual([
    given.denied[0],
    expect.stringContaining(String(given.denied[1])),
  ])

  expect(account.records()).toMatchObject([
    { ...given.event, eventSource: `${given.service}.amazonaws.com` },
    {
      eventName: given.event.eventName,
      errorCode: given.errorCode,
      errorMessage: expect.stringContaining('explicit deny'),
    },
  ])
  expect(account.records()[0]).not.toHaveProperty('errorCode')
})
