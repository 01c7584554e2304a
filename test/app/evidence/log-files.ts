import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const account = '111122223333'

export interface RecordOptions {
  readonly user?: string
  readonly at?: string
  readonly agent?: string
  readonly request?: object
  readonly key?: string
}

let records = 0

/** One record as CloudTrail writes it. */
export function aRecord(source: string, name: string, options: RecordOptions = {}): object {
  records += 1
  const { user = 'ana', at = '2026-03-01T09:00:00Z', agent = 'aws-cli/2.15.0', request = {} } = options
  return {
    eventVersion: '1.09',
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDA${user.toUpperCase()}`,
      arn: `arn:aws:iam::${account}:user/${user}`,
      accountId: account,
      accessKeyId: options.key ?? 'AKIAIOSFODNN7EXAMPLE',
      userName: user,
    },
    eventTime: at,
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: agent,
    requestParameters: request,
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(records).padStart(12, '0')}`,
    readOnly: /^(Describe|List|Get)/.test(name),
    eventType: 'AwsApiCall',
    recipientAccountId: account,
  }
}

/** Mallory blinds the trail and makes an administrator; ana looks at instances. */
export function anAttack(name = 'mallory'): object[] {
  const by = { user: name, key: 'AKIAMALLORYEXAMPLE01' }
  return [
    aRecord('cloudtrail', 'DeleteTrail', { ...by, request: { name: 'audit' } }),
    aRecord('iam', 'CreateUser', { ...by, at: '2026-03-01T09:05:00Z', request: { userName: 'helper' } }),
    aRecord('iam', 'AttachUserPolicy', {
      ...by,
      at: '2026-03-01T09:06:00Z',
      request: { userName: 'helper', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    }),
    aRecord('ec2', 'DescribeInstances'),
    aRecord('ec2', 'DescribeInstances', { at: '2026-03-01T09:10:00Z' }),
  ]
}

/** A folder for one test file; `write` answers with the path. */
export function aFolder(): {
  readonly write: (name: string, content: string) => string
  readonly path: string
  remove(): void
} {
  const path = mkdtempSync(join(tmpdir(), 'evidence-'))
  return {
    path,
    write: (name, content) => {
      writeFileSync(join(path, name), content)
      return join(path, name)
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
