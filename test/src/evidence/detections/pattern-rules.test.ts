import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { account, anAssumption, anEvent, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { bo, call, found, habitOf, quietBaseline, times } from './detection-case.js'

const read = (service: string, eventName: string, changes: Partial<CloudTrailEvent> = {}) =>
  anEvent({ eventSource: `${service}.amazonaws.com`, eventName, ...changes })

describe('a key that was made and used', () => {
  const made = (userName: string, accessKeyId: string) =>
    call(
      'iam CreateAccessKey',
      { userName },
      { created: { kind: 'accessKey', name: accessKeyId, accessKeyId, userName } },
    )

  it('is grave where it is another user’s and its maker’s address uses it', () => {
    const use = anEvent({ actor: aUser('bo', 'AKIANEW'), eventTime: at(10) })
    const creation = made('bo', 'AKIANEW')
    expect(found('iam-created-key-used', [creation, use])).toMatchObject({
      severity: 'high',
      actorKeys: ['user:111122223333:ana', 'user:111122223333:bo'],
      eventIds: [creation.eventId, use.eventId],
    })
  })

  it('is what onboarding looks like where its user uses it from elsewhere', () => {
    const use = anEvent({ actor: aUser('bo', 'AKIANEW'), eventTime: at(10), sourceIp: '203.0.113.50' })
    const detection = found('iam-created-key-used', [made('bo', 'AKIANEW'), use])
    expect([detection?.severity, detection?.actorKeys]).toEqual(['low', ['user:111122223333:ana']])
  })

  it('is a rotation where it is one’s own', () => {
    const use = anEvent({ actor: aUser('ana', 'AKIANEW'), eventTime: at(10) })
    const old = anEvent({ actor: aUser('ana', 'AKIAOLD'), eventTime: at(8) })
    expect(found('iam-created-key-used', [made('ana', 'AKIANEW'), use, old])?.severity).toBe('low')
  })

  it('is more where one’s own appears where its owner never was', () => {
    const use = anEvent({ actor: aUser('ana', 'AKIANEW'), eventTime: at(10), sourceIp: '203.0.113.50' })
    const before = habitOf(anEvent({ actor: aUser('ana', 'AKIAOLD') }))
    expect(found('iam-created-key-used', [made('ana', 'AKIANEW'), use, ...before])?.severity).toBe('medium')
  })
})

describe('a role assumed', () => {
  const assumption = anAssumption({ by: aUser('ana'), role: 'ops', session: 's', key: 'ASIA1' })

  it('is nothing by a user where no baseline says what is usual', () => {
    expect(found('sts-assume-role-abuse', [assumption])).toBeUndefined()
  })

  it('is new where the baseline has never seen the pair, and nothing where it has', () => {
    expect(found('sts-assume-role-abuse', [assumption, ...quietBaseline()])).toMatchObject({
      severity: 'low',
      eventIds: [assumption.eventId],
    })
    expect(found('sts-assume-role-abuse', [assumption, ...habitOf(assumption)])).toBeUndefined()
  })

  it('weighs more out of another role’s session', () => {
    const by = aSessionOf({ role: 'ci', session: 'x', accessKeyId: 'ASIA0' })
    const chained = anAssumption({ by, role: 'ops', session: 's', key: 'ASIA1' })
    expect(found('sts-assume-role-abuse', [chained])?.severity).toBe('low')
    expect(found('sts-assume-role-abuse', [chained, ...quietBaseline()])?.severity).toBe('medium')
  })

  it('is grave from an account that was not seen before, but not where a service does it', () => {
    const by = { type: 'AWSAccount', accountId: '999988887777', principalId: 'AIDAX' }
    const foreign = anAssumption({ by, role: 'ops', session: 's', key: 'ASIA1' })
    expect(found('sts-assume-role-abuse', [foreign, ...quietBaseline()])?.severity).toBe('high')
    const service = { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' }
    const own = anAssumption({ by: service, role: 'ops', session: 's', key: 'ASIA1' })
    expect(found('sts-assume-role-abuse', [own, ...quietBaseline()])).toBeUndefined()
  })

  it('is an attempt for each role that did not let the caller in, named by the message', () => {
    const tried = times(10, (n) =>
      call(
        'sts AssumeRole',
        {},
        {
          errorCode: 'AccessDenied',
          errorMessage: `User: x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/r${n}`,
        },
      ),
    )
    expect(found('sts-roles-tried', tried)).toMatchObject({ severity: 'medium', status: 'attempted' })
    expect(found('sts-roles-tried', tried.slice(0, 2))?.severity).toBe('informational')
  })
})

describe('credentials of an instance', () => {
  const instance = aSessionOf({ role: 'web', session: 'i-0123456789abcdef0', accessKeyId: 'ASIAI' })
  const own = anEvent({ actor: instance, sourceIp: '52.1.1.1', userAgent: 'amazon-ssm-agent/3' })

  it('are stolen where a person’s address uses them beside the instance’s own', () => {
    const stolen = anEvent({ actor: instance, sourceIp: '198.51.100.7' })
    const person = anEvent({ actor: aUser('ana'), sourceIp: '198.51.100.7' })
    expect(found('ec2-instance-credentials-elsewhere', [own, stolen, person])).toMatchObject({
      severity: 'high',
      eventIds: [stolen.eventId],
    })
    expect(found('ec2-instance-credentials-elsewhere', [stolen, person])?.severity).toBe('medium')
  })

  it('are not where the instance calls from one place, or through an endpoint of its network', () => {
    const endpoint = anEvent({ actor: instance, sourceIp: '10.0.0.5', userAgent: 'Boto3/1' })
    expect(found('ec2-instance-credentials-elsewhere', [own, endpoint])).toBeUndefined()
  })

  describe('where the instance’s own address outlasted several keys', () => {
    const keyAt = (hour: number) =>
      aSessionOf({ role: 'web', session: 'i-0123456789abcdef0', accessKeyId: `ASIA${hour}`, issuedAt: at(hour) })
    const app = [0, 6, 12, 18].map((hour) =>
      anEvent({ actor: keyAt(hour), eventTime: at(hour), sourceIp: '52.1.1.1', userAgent: 'aws-sdk-java/2.20' }),
    )
    const later = (sourceIp: string, userAgent: string) =>
      anEvent({ actor: keyAt(18), eventTime: at(20), sourceIp, userAgent })

    it('are stolen where another program has them at another address', () => {
      const stolen = later('203.0.113.9', 'aws-cli/2.15.0')
      expect(found('ec2-instance-credentials-elsewhere', [...app, stolen])).toMatchObject({
        severity: 'medium',
        eventIds: [stolen.eventId],
      })
    })

    it('are not where its address changed, or an endpoint of its network is called', () => {
      const moved = later('203.0.113.9', 'aws-sdk-java/2.21')
      expect(found('ec2-instance-credentials-elsewhere', [...app, moved])).toBeUndefined()
      const endpoint = later('10.0.0.5', 'aws-cli/2.15.0')
      expect(found('ec2-instance-credentials-elsewhere', [...app, endpoint])).toBeUndefined()
    })
  })

  it('ask what programs do not ask', () => {
    const asks = [
      'iam ListUsers',
      'iam ListRoles',
      's3 ListBuckets',
      'iam GetAccountSummary',
      'cloudtrail DescribeTrails',
    ]
    const events = asks.map((name) => read(name.split(' ')[0] ?? '', name.split(' ')[1] ?? '', { actor: instance }))
    expect(found('ec2-enumeration-from-instance', events)).toMatchObject({ severity: 'medium' })
    expect(found('ec2-enumeration-from-instance', events.slice(0, 2))).toBeUndefined()
  })
})

describe('rights gained through a role passed to code', () => {
  const pass = (actor: CloudTrailEvent['actor']) =>
    call(
      'lambda CreateFunction20150331',
      { functionName: 'f', role: `arn:aws:iam::${account}:role/powerful` },
      { actor },
    )
  const grantTo = (userName: string, policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess') =>
    call(
      'iam AttachUserPolicy',
      { userName, policyArn },
      { actor: aSessionOf({ role: 'powerful', session: 'f', accessKeyId: 'ASIAF' }), eventTime: at(10) },
    )

  it('are the doing of whoever put the code there, not of the role alone', () => {
    const events = [pass(aUser('ana')), grantTo('ana')]
    expect(found('iam-rights-through-passed-role', events)).toMatchObject({
      severity: 'critical',
      actorKeys: [`user:${account}:ana`],
      eventIds: events.map(({ eventId }) => eventId),
    })
  })

  it('are no such thing for others, before the role was passed, or where little was granted', () => {
    expect(found('iam-rights-through-passed-role', [pass(aUser('ana')), grantTo('bo')])).toBeUndefined()
    const late = { ...pass(aUser('ana')), eventTime: at(11) }
    expect(found('iam-rights-through-passed-role', [late, grantTo('ana')])).toBeUndefined()
    const little = grantTo('ana', 'arn:aws:iam::aws:policy/IAMReadOnlyAccess')
    expect(found('iam-rights-through-passed-role', [pass(aUser('ana')), little])).toBeUndefined()
  })
})

describe('objects deleted in bulk', () => {
  const deletions = (count: number) => times(count, () => call('s3 DeleteObject', { bucketName: 'data' }))
  const versions = () => read('s3', 'ListObjectVersions')

  it('are grave by number, or where versions were listed too', () => {
    expect(found('s3-objects-deleted-in-bulk', deletions(100))?.severity).toBe('high')
    expect(found('s3-objects-deleted-in-bulk', [...deletions(25), versions()])?.severity).toBe('high')
    expect(found('s3-objects-deleted-in-bulk', [call('s3 DeleteObjects'), versions()])?.severity).toBe('high')
    expect(found('s3-objects-deleted-in-bulk', deletions(10))).toBeUndefined()
  })

  it('are files that come and go where as many are written, and a habit where as many were deleted before', () => {
    const written = times(80, () => call('s3 PutObject', { bucketName: 'data' }))
    expect(found('s3-objects-deleted-in-bulk', [...deletions(100), ...written])?.severity).toBe('low')
    const before = deletions(60).flatMap((event) => habitOf(event).slice(0, 1))
    expect(found('s3-objects-deleted-in-bulk', [...deletions(100), ...before, ...quietBaseline()])?.severity).toBe(
      'low',
    )
  })
})

describe('who calls', () => {
  it('is told by its tool', () => {
    const kali = anEvent({ userAgent: 'aws-cli/2.9 Python/3.11 Linux/6.1.0-kali5-amd64' })
    expect(found('attack-tool-user-agent', [kali])).toMatchObject({ severity: 'medium', eventIds: [kali.eventId] })
    expect(found('attack-tool-user-agent', [anEvent({ userAgent: 'pacu/1.5' })])?.severity).toBe('high')
    const denied = anEvent({ userAgent: 'pacu/1.5', errorCode: 'AccessDenied' })
    expect(found('attack-tool-user-agent', [denied])?.status).toBe('succeeded')
    expect(found('attack-tool-user-agent', [anEvent({ userAgent: 'Boto3/1.34 Linux/6.1-amzn' })])).toBeUndefined()
  })

  it('is told where it is root', () => {
    const root = {
      type: 'Root',
      arn: 'arn:aws:iam::111122223333:root',
      accountId: '111122223333',
      principalId: '111122223333',
    }
    const change = call('iam CreateUser', { userName: 'x' }, { actor: root })
    expect(found('root-used', [change, read('iam', 'ListUsers', { actor: root })])).toMatchObject({
      severity: 'high',
      eventIds: [change.eventId],
    })
    expect(found('root-used', [read('iam', 'ListUsers', { actor: root })])?.severity).toBe('medium')
    expect(found('root-used', [call('iam CreateUser')])).toBeUndefined()
  })

  it('is told where passwords were guessed, and whose was right', () => {
    const failed = times(5, () =>
      call(
        'signin ConsoleLogin',
        {},
        { actor: { type: 'IAMUser', accountId: '111122223333' }, errorMessage: 'Failed authentication' },
      ),
    )
    const right = call(
      'signin ConsoleLogin',
      {},
      { eventTime: at(10), actor: bo, responseElements: { ConsoleLogin: 'Success' } },
    )
    expect(found('console-sign-in-guessed', failed)).toMatchObject({ severity: 'medium', status: 'attempted' })
    expect(found('console-sign-in-guessed', [...failed, right])).toMatchObject({
      severity: 'high',
      actorKeys: ['user:111122223333:bo'],
    })
    expect(found('console-sign-in-guessed', [...failed.slice(1), right])).toBeUndefined()
  })

  it('is told where many different calls were denied, but not where one is denied for ever', () => {
    const kinds = ['ListUsers', 'ListRoles', 'GetAccountSummary', 'ListGroups']
    const denied = (count: number, names: readonly string[]) =>
      times(count, (n) => read('iam', names[n % names.length] ?? '', { errorCode: 'AccessDenied' }))
    expect(found('access-denied-burst', denied(12, kinds))).toMatchObject({ severity: 'medium', status: 'attempted' })
    expect(found('access-denied-burst', denied(200, ['ListUsers']))).toBeUndefined()
    const inConsole = denied(12, kinds).map((event) => ({ ...event, userAgent: 'Mozilla/5.0' }))
    expect(found('access-denied-burst', inConsole)?.severity).toBe('low')
    const overTheDay = denied(12, kinds).map((event, n) => ({ ...event, eventTime: at(8 + n) }))
    const work = times(80, (n) => read('ec2', 'DescribeInstances', { eventTime: at(8 + (n % 12)) }))
    expect(found('access-denied-burst', [...overTheDay, ...work])?.severity).toBe('low')
    expect(found('access-denied-burst', [...denied(12, kinds), ...work])?.severity).toBe('medium')
  })
})
