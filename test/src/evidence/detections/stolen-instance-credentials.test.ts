import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { account, anEvent, aSessionOf, at, aUser } from '../../../support/fixtures/gathered-events.js'
import { call, failed, found, times } from './detection-case.js'

const id = 'ec2-instance-credentials-elsewhere'
const machine = 'i-0123456789abcdef0'
const theft = '203.0.113.66'
const instance = aSessionOf({ role: 'web', session: machine, accessKeyId: 'ASIAI' })
const used = (hour: number, more: Partial<CloudTrailEvent> = {}) =>
  anEvent({ actor: instance, sourceIp: theft, userAgent: 'aws-cli/2.15.0', eventTime: at(hour), ...more })

describe('credentials of an instance, used from where a person calls', () => {
  const entered = (name = 'ssm SendCommand', more: Partial<CloudTrailEvent> = {}) =>
    call(
      name,
      { instanceIds: [machine], instanceId: machine },
      { actor: aUser('eve'), sourceIp: theft, eventTime: at(9), ...more },
    )

  it.each(['ssm SendCommand', 'ec2-instance-connect SendSSHPublicKey'])(
    'are stolen by whoever got into it before by %s, with the records of their use',
    (name) => {
      const stolen = used(9.1)
      expect(found(id, [entered(name), stolen])).toMatchObject({
        severity: 'high',
        actorKeys: [`role:${account}:web`, `user:${account}:eve`],
        eventIds: [stolen.eventId],
      })
    },
  )

  it.each([
    ['after they were used', [entered('ssm SendCommand', { eventTime: at(10) }), used(9.1)]],
    ['and was not let', [failed(entered()), used(9.1)]],
    [
      'from elsewhere',
      [
        entered('ssm SendCommand', { sourceIp: '198.51.100.9' }),
        anEvent({ actor: aUser('bo'), sourceIp: theft }),
        used(9.1),
      ],
    ],
    ['of another machine', [{ ...entered(), requestParameters: { instanceIds: ['i-0fedcba9876543210'] } }, used(9.1)]],
  ])('are asked about where somebody got in %s', (_title, events) => {
    expect(found(id, events)).toMatchObject({ severity: 'medium', actorKeys: [`role:${account}:web`] })
  })

  it('are its own where what AWS has running on it calls from there, too, as behind one way out of a network', () => {
    const agent = used(8, { userAgent: 'amazon-ssm-agent/3' })
    expect(found(id, [agent, entered(), used(9.1)])).toBeUndefined()
  })
})

describe('credentials of an instance, used by nobody who is known', () => {
  it.each([
    'aws-cli/1.18.136 Python/3.8.5 Darwin/19.5.0 botocore/1.17.59',
    'aws-cli/2.17.9 md/awscrt#0.20.11 ua/2.0 os/macos#23.5.0 md/arch#arm64',
    'Boto3/1.34.11 md/Botocore#1.34.11 ua/2.0 os/windows#10 md/arch#amd64',
    'aws-cli/2.15.0 Python/3.11.6 Linux/5.15.153.1-microsoft-standard-WSL2',
    'aws-cli/2.9.19 Python/3.11.2 Linux/6.1.0-kali9-amd64',
  ])('are asked about on a system that people sit at: %s', (userAgent) => {
    expect(found(id, [used(9, { userAgent })])?.severity).toBe('medium')
  })

  it.each([
    'aws-cli/2.15.30 Python/3.9.16 Linux/6.1.79-99.167.amzn2023.x86_64',
    'Boto3/1.34.11 md/Botocore#1.34.11 ua/2.0 os/windows#2022Server md/arch#amd64',
    'aws-sdk-java/2.25.11 Mac_OS_X/14.5',
  ])('are not on a system that instances run, or that says nothing sure: %s', (userAgent) => {
    expect(found(id, [used(9, { userAgent })])).toBeUndefined()
  })
})

describe('one key of an instance at two addresses', () => {
  const app = (hour: number, more: Partial<CloudTrailEvent> = {}) =>
    used(hour, { sourceIp: '52.1.1.1', userAgent: 'aws-sdk-java/2.20', ...more })

  it('is stolen at the second, where another program has it', () => {
    const stolen = used(9.5)
    expect(found(id, [app(8), app(9), stolen])).toMatchObject({ severity: 'medium', eventIds: [stolen.eventId] })
  })

  it.each([
    ['the same program calls from both', [app(8), app(9, { sourceIp: theft })]],
    ['one of them is inside its network', [app(8), used(9, { sourceIp: '10.0.0.5' })]],
    ['they are of two protocols', [app(8), used(9, { sourceIp: '2001:db8::7' })]],
  ])('is its own where %s', (_title, events) => {
    expect(found(id, events)).toBeUndefined()
  })
})

describe('objects that an instance’s credentials read', () => {
  const asked = ['sts GetCallerIdentity', 's3 ListBuckets', 'iam ListUsers', 'iam ListRoles', 'iam GetUser'].map(
    (name, n) => {
      const [service, eventName = ''] = name.split(' ')
      return used(9 + n / 100, { eventSource: `${service}.amazonaws.com`, eventName })
    },
  )
  const reads = times(60, (n) => used(9.2 + n / 1000, { eventSource: 's3.amazonaws.com', eventName: 'GetObject' }))
  const gravity = (events: readonly CloudTrailEvent[]) => found('s3-objects-read-from-new-place', events)?.severity

  it('in bulk by a command line that looked around from there stand out', () => {
    expect(gravity([...asked, ...reads])).toBe('medium')
  })

  it.each([
    ['few', [...asked, ...reads.slice(0, 40)]],
    ['read by a program that asks for nothing', reads],
    [
      'read where a program of the instance calls from',
      [...asked, ...reads, used(8, { userAgent: 'aws-sdk-java/2.20' })],
    ],
  ])('are its work where they are %s', (_title, events) => {
    expect(gravity(events)).toBeUndefined()
  })
})

describe('rights that are tried for with an instance’s credentials', () => {
  const asked = ['sts GetCallerIdentity', 's3 ListBuckets', 'iam ListUsers', 'iam ListRoles', 'iam GetUser'].map(
    (name, n) => {
      const [service, eventName = ''] = name.split(' ')
      return used(9 + n / 100, { eventSource: `${service}.amazonaws.com`, eventName })
    },
  )
  const tried = (more: Partial<CloudTrailEvent> = {}) =>
    used(9.2, {
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      readOnly: false,
      errorCode: 'AccessDenied',
      ...more,
    })
  const sighting = (events: readonly CloudTrailEvent[]) => found('ec2-instance-credentials-tried', events)

  it('in vain by a command line that looked around stand out as an attempt', () => {
    const attempt = tried()
    expect(sighting([...asked, attempt])).toMatchObject({
      severity: 'medium',
      status: 'attempted',
      eventIds: [attempt.eventId],
    })
  })

  it.each([
    ['by who looked at little', [...asked.slice(0, 3), tried()]],
    ['from where a program of the instance calls', [...asked, tried(), used(8, { userAgent: 'aws-sdk-java/2.20' })]],
    ['from elsewhere', [...asked, tried({ sourceIp: '198.51.100.9' })]],
    [
      'and were let',
      [...asked, used(9.2, { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', readOnly: false })],
    ],
    ['with a user’s key', [...asked, tried()].map((event) => ({ ...event, actor: aUser('eve') }))],
  ])('do not where they are tried for %s', (_title, events) => {
    expect(sighting(events)).toBeUndefined()
  })
})
