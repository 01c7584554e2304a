import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { anAssumption, anEvent, aSessionOf, at } from '../../../support/fixtures/gathered-events.js'
import { bo, call, failed, found, other, policy, times } from './detection-case.js'

/** What is opened, handed on or taken away by whoever made it, and the same of what was there before. */

describe('a function that is opened to everybody', () => {
  const id = 'lambda-policy-opened'
  const made = (more: Partial<CloudTrailEvent> = {}) =>
    call('lambda CreateFunction20150331', { functionName: 'api' }, { eventTime: at(8), ...more })
  const opened = call('lambda CreateFunctionUrlConfig', { functionName: 'api', authType: 'NONE' })

  it('by a right to call it, and not by an address, is grave whoever made it', () => {
    const right = (action: string) =>
      call('lambda AddPermission20150331v2', { functionName: 'api', principal: '*', action, statementId: 's' })
    expect(found(id, [made(), right('lambda:InvokeFunctionUrl')])?.severity).toBe('medium')
    expect(found(id, [made(), right('lambda:InvokeFunction')])?.severity).toBe('high')
  })

  it('is asked about where its maker does it, and grave where it was there before', () => {
    expect(found(id, [made(), opened])?.severity).toBe('medium')
    expect(found(id, [opened])?.severity).toBe('high')
    expect(found(id, [made({ actor: bo }), opened])?.severity).toBe('high')
    expect(found(id, [failed(made()), opened])?.severity).toBe('high')
  })
})

describe('what builds images', () => {
  const launched = call(
    'ec2 RunInstances',
    { instanceType: 't3.small' },
    { responseElements: { instancesSet: { items: [{ instanceId: 'i-1' }] } }, eventTime: at(8) },
  )
  const imaged = call(
    'ec2 CreateImage',
    { instanceId: 'i-1', name: 'x' },
    { responseElements: { imageId: 'ami-1' }, eventTime: at(8.5) },
  )
  const shared = call('ec2 ModifyImageAttribute', {
    imageId: 'ami-1',
    launchPermission: { add: { items: [{ userId: other }] } },
  })
  const openedTo = (toPort: number) =>
    call('ec2 AuthorizeSecurityGroupIngress', {
      groupId: 'sg-1',
      ipPermissions: {
        items: [{ ipProtocol: 'tcp', fromPort: 22, toPort, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
      },
    })

  it('hands on less than who hands on an image of what was there before', () => {
    const gravity = (...events: CloudTrailEvent[]) => found('snapshot-or-image-shared', events)?.severity
    expect(gravity(launched, imaged, shared)).toBe('medium')
    expect(gravity(imaged, shared)).toBe('high')
    expect(gravity(launched, { ...imaged, actor: bo }, shared)).toBe('high')
  })

  it('opens a way in to set its machine up, and never all of them', () => {
    const gravity = (...events: CloudTrailEvent[]) => found('ec2-ingress-opened', events)?.severity
    expect(gravity(launched, imaged, openedTo(22))).toBe('low')
    expect(gravity(imaged, openedTo(22))).toBe('medium')
    expect(gravity(launched, imaged, openedTo(65535))).toBe('high')
  })
})

describe('a bucket that everybody may read', () => {
  const id = 'resource-policy-opened'
  const site = [call('s3 CreateBucket', { bucketName: 'www' }), call('s3 PutBucketWebsite', { bucketName: 'www' })]
  const open = (Action: string) =>
    call('s3 PutBucketPolicy', { bucketName: 'www', bucketPolicy: policy({ Principal: '*', Action }) })

  it('is asked about where the same actor makes websites, and grave else', () => {
    expect(found(id, [...site, open('s3:GetObject')])?.severity).toBe('medium')
    expect(found(id, [...site, open('s3:*')])?.severity).toBe('high')
    expect(found(id, [...site.slice(1), open('s3:GetObject')])?.severity).toBe('high')
    expect(found(id, [...site.map((event) => ({ ...event, actor: bo })), open('s3:GetObject')])?.severity).toBe('high')
  })

  it('has its block taken off for a website, and that of the account never is', () => {
    const loosened = (name: string) =>
      call(`s3 ${name}`, { bucketName: 'www', PublicAccessBlockConfiguration: { BlockPublicPolicy: false } })
    const gravity = (events: readonly CloudTrailEvent[]) => found('s3-public-access-allowed', events)?.severity
    expect(gravity([...site, loosened('PutBucketPublicAccessBlock')])).toBe('low')
    expect(gravity([loosened('PutBucketPublicAccessBlock')])).toBe('medium')
    expect(gravity([...site, loosened('PutAccountPublicAccessBlock')])).toBe('medium')
  })
})

describe('old images and their snapshots', () => {
  const id = 'backups-deleted'
  const cleaner = aSessionOf({ role: 'cleaner', session: 'cleaner', accessKeyId: 'ASIACLEAN' })
  const inside = { actor: cleaner, userAgent: 'Boto3/1.34 exec-env/AWS_Lambda_python3.12', sourceIp: '3.90.9.9' }
  const handed = anAssumption({
    by: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
    role: 'cleaner',
    session: 'cleaner',
    key: 'ASIACLEAN',
    eventTime: at(8),
  })
  const images = (more: Partial<CloudTrailEvent> = {}) =>
    times(12, (n) => call('ec2 DeregisterImage', { imageId: `ami-${n}` }, { ...inside, ...more }))
  const snapshots = (count: number, more: Partial<CloudTrailEvent> = {}) =>
    times(count, (n) => call('ec2 DeleteSnapshot', { snapshotId: `snap-${n}` }, { ...inside, ...more }))
  const gravity = (events: readonly CloudTrailEvent[]) => found(id, events)?.severity

  it('are taken away by a function whose code nobody touched', () => {
    expect(gravity([handed, ...images(), ...snapshots(12)])).toBe('low')
  })

  it.each([
    ['by a function whose code was replaced', [handed, ...images(), ...snapshots(12), replaced()]],
    ['outside of a function', [handed, ...images({ userAgent: 'aws-cli/2.15.0' }), ...snapshots(12)]],
    ['with credentials that no service was handed', [...images(), ...snapshots(12)]],
    ['far more snapshots than images have', [handed, ...images().slice(0, 2), ...snapshots(12)]],
    ['snapshots alone', [handed, ...snapshots(12)]],
  ])('are a loss where they go %s', (_title, events) => {
    expect(gravity(events)).toBe('high')
  })

  function replaced() {
    return call(
      'lambda UpdateFunctionCode20150331v2',
      { functionName: 'cleaner' },
      { responseElements: { role: 'arn:aws:iam::111122223333:role/cleaner' }, eventTime: at(7) },
    )
  }
})

describe('a key that code makes for another user', () => {
  const id = 'iam-created-key-used'
  const theft = '203.0.113.66'
  const job = aSessionOf({ role: 'glue', session: 'GlueJobRunnerSession', accessKeyId: 'ASIAGLUE' })
  const passed = (more: Partial<CloudTrailEvent> = {}) =>
    call(
      'glue CreateJob',
      { name: 'etl', role: 'arn:aws:iam::111122223333:role/glue' },
      { sourceIp: theft, eventTime: at(8), ...more },
    )
  const made = call(
    'iam CreateAccessKey',
    { userName: 'bo' },
    {
      actor: job,
      sourceIp: '44.201.9.3',
      created: { kind: 'accessKey', name: 'AKIANEW', accessKeyId: 'AKIANEW', userName: 'bo' },
    },
  )
  const used = anEvent({ actor: { ...bo, accessKeyId: 'AKIANEW' }, sourceIp: theft, eventTime: at(10) })

  it('is in the hands of whoever handed the code its role, and uses the key', () => {
    expect(found(id, [passed(), made, used])).toMatchObject({
      severity: 'high',
      actorKeys: ['role:111122223333:glue', 'user:111122223333:ana', 'user:111122223333:bo'],
    })
  })

  it.each([
    ['from elsewhere', passed({ sourceIp: '198.51.100.9' })],
    ['afterwards', passed({ eventTime: at(9.5) })],
    ['in vain', failed(passed())],
  ])('says nothing of who handed it over %s', (_title, pass) => {
    expect(found(id, [pass, made, used])?.actorKeys).not.toContain('user:111122223333:ana')
  })
})

describe('objects that are read with a key that was made shortly before', () => {
  const id = 's3-objects-read-from-new-place'
  const theft = '203.0.113.66'
  const made = (hour: number, more: Partial<CloudTrailEvent> = {}) =>
    call(
      'iam CreateAccessKey',
      { userName: 'bo' },
      {
        actor: { ...bo, accessKeyId: 'ASIABO' },
        sourceIp: theft,
        eventTime: at(hour),
        created: { kind: 'accessKey', name: 'AKIANEW', accessKeyId: 'AKIANEW', userName: 'bo' },
        ...more,
      },
    )
  const reads = (count: number, key = 'AKIANEW') =>
    times(count, (n) =>
      anEvent({
        actor: { ...bo, accessKeyId: key },
        eventSource: 's3.amazonaws.com',
        eventName: 'GetObject',
        sourceIp: theft,
        eventTime: at(9 + n / 1000),
      }),
    )

  it('in bulk from the same address stand out', () => {
    expect(found(id, [made(8.5), ...reads(120)])).toMatchObject({
      severity: 'medium',
      why: ['with an access key that was made from there shortly before'],
    })
  })

  it.each([
    ['few of them', [made(8.5), ...reads(80)]],
    ['hours later', [made(5), ...reads(120)]],
    ['with a key made elsewhere', [made(8.5, { sourceIp: '198.51.100.9' }), ...reads(120)]],
    ['with another key', [made(8.5), ...reads(120, 'AKIAOLD')]],
    [
      'by somebody on the first day',
      [
        call('iam CreateUser', { userName: 'bo' }, { created: { kind: 'user', name: 'bo' }, eventTime: at(8) }),
        made(8.5),
        ...reads(120),
      ],
    ],
  ])('are nothing where they are read %s', (_title, events) => {
    expect(found(id, events)).toBeUndefined()
  })
})

describe('a provider of tokens', () => {
  const made = (url: string) =>
    call(
      'iam CreateOpenIDConnectProvider',
      { url },
      { responseElements: { openIDConnectProviderArn: arnOf(url) }, eventTime: at(8) },
    )
  const arnOf = (url: string) => `arn:aws:iam::111122223333:oidc-provider/${url.replace('https://', '')}`
  const trustIn = (url: string, key: string) =>
    policy({
      Principal: { Federated: arnOf(url) },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringLike: { [`${url.replace('https://', '')}:${key}`]: 'x' } },
    })
  const role = (url: string, key: string) =>
    call('iam CreateRole', { roleName: 'ci', assumeRolePolicyDocument: trustIn(url, key) })
  const opened = (url: string, key: string) =>
    call('iam UpdateAssumeRolePolicy', { roleName: 'admins', policyDocument: trustIn(url, key) })

  it.each([
    'https://token.actions.githubusercontent.com',
    'https://oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF0123',
    'https://gitlab.com',
  ])('that many use is set up every day, with a role for one subject: %s', (url) => {
    expect(found('identity-provider-changed', [made(url)])?.severity).toBe('low')
    expect(found('iam-role-created', [made(url), role(url, 'sub')])?.severity).toBe('low')
    expect(found('iam-role-created', [made(url), role(url, 'aud')])?.severity).toBe('medium')
    expect(found('iam-role-trust-changed', [made(url), opened(url, 'sub')])?.severity).toBe('high')
  })

  it.each([
    'https://oidc.evil.tld',
    'https://token.actions.githubusercontent.com.evil.tld',
    'https://evil.tld/gitlab.com',
    'https://gitlab.evil.tld',
  ])('of one’s own lets its owner in: %s', (url) => {
    expect(found('identity-provider-changed', [made(url)])?.severity).toBe('medium')
    expect(found('iam-role-created', [made(url), role(url, 'sub')])?.severity).toBe('medium')
  })
})
