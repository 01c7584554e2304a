import type { TrailRecord } from '../../../../src/domain/trail-record.js'
import { investigate } from '../../../../src/evidence/investigate.js'
import type { Investigation } from '../../../../src/evidence/investigation.js'
import { corpusFiles, corpusRecords, factsOfRecords, hasCorpus, text } from '../../../support/corpus-trail.js'

/** What gives each technique away, by ATT&CK and AWS's documentation: the first call that is not preparation. */
const telltale: readonly (readonly [technique: string, call: string])[] = [
  ['credential-access.ec2-get-password-data', 'GetPasswordData'],
  ['credential-access.secretsmanager-batch-retrieve-secrets', 'BatchGetSecretValue'],
  ['credential-access.ssm-retrieve-securestring-parameters', 'GetParameters'],
  ['defense-evasion.cloudtrail-delete', 'DeleteTrail'],
  ['defense-evasion.cloudtrail-event-selectors', 'PutEventSelectors'],
  ['defense-evasion.dns-delete-logs', 'DeleteResolverQueryLogConfig'],
  ['defense-evasion.vpc-remove-flow-logs', 'DeleteFlowLogs'],
  ['execution.ec2-launch-unusual-instances', 'RunInstances'],
  ['execution.ec2-user-data', 'ModifyInstanceAttribute'],
  ['execution.ssm-send-command', 'SendCommand'],
  ['exfiltration.ec2-security-group-open-port-22-ingress', 'AuthorizeSecurityGroupIngress'],
  ['exfiltration.ec2-share-ebs-snapshot', 'ModifySnapshotAttribute'],
  ['exfiltration.rds-share-snapshot', 'ModifyDBSnapshotAttribute'],
  ['impact.bedrock-invoke-model', 'InvokeModel'],
  ['initial-access.console-login-without-mfa', 'ConsoleLogin'],
  ['lateral-movement.ec2-instance-connect', 'SendSSHPublicKey'],
  ['persistence.iam-backdoor-role', 'UpdateAssumeRolePolicy'],
  ['persistence.iam-create-admin-user', 'CreateAccessKey'],
  ['persistence.iam-create-user-login-profile', 'CreateLoginProfile'],
  ['persistence.lambda-backdoor-function', 'AddPermission'],
  ['persistence.lambda-layer-extension', 'UpdateFunctionConfiguration'],
  ['persistence.rolesanywhere-create-trust-anchor', 'CreateTrustAnchor'],
]

function investigated(records: readonly TrailRecord[]): Investigation {
  return investigate(factsOfRecords(records), { sources: [], read: records.length, unique: records.length })
}

/** Who made a call, by a plain reading of the record. */
function callerIn(record: TrailRecord): string | null {
  return text(record, 'userIdentity.sessionContext.sessionIssuer.userName') ?? text(record, 'userIdentity.userName')
}

/** Every tool has its own name in its agent; without it the deeds alone must do. */
function plainly(record: TrailRecord): TrailRecord {
  return { ...record, userAgent: 'aws-cli/2.15.0' }
}

if (!hasCorpus) {
  it.todo('skipped: corpus not found')
} else {
  describe('the log of one technique', () => {
    it('is told for every file there is', () => {
      const known = telltale.map(([technique]) => `aws.${technique}.json`)
      expect(corpusFiles('stratus-red-team').sort()).toEqual(known.sort())
    })

    it.each(telltale)('%s: whoever called %s is proposed first, because of that call', (technique, call) => {
      const records = corpusRecords(`stratus-red-team/aws.${technique}.json`)
      const deeds = records.filter((record) => text(record, 'eventName')?.startsWith(call))
      const actors = new Set(deeds.map(callerIn))
      for (const all of [records, records.map(plainly)]) {
        const { proposed } = investigated(all)
        expect(actors).toContain(proposed[0]?.name)
        const ids = new Set(proposed[0]?.eventIds)
        expect(deeds.some((record) => ids.has(text(record, 'eventID') ?? ''))).toBe(true)
      }
    })
  })

  describe('the log of an attacked account', () => {
    const records = corpusRecords('invictus-aws-dataset')

    it.each([
      ['with what tools say of themselves', records],
      ['by deeds alone', records.map(plainly)],
    ])('proposes the attacker first and never the ordinary user, %s', (_title, all) => {
      const found = investigated(all)
      expect(found.proposed[0]).toMatchObject({ name: 'bert-jan', type: 'user', confidence: 'high' })
      expect(found.proposed.map(({ name }) => name)).not.toContain('benjamin')
      expect(found.notProposed.find(({ name }) => name === 'benjamin')?.reason).toContain('looked around')
    })

    it('proposes nobody but those who did something, or were used from where the attacker was', () => {
      const { proposed, detections } = investigated(records)
      const suspects = new Set(detections.flatMap(({ actorKeys }) => actorKeys))
      for (const { key } of proposed) expect(suspects).toContain(key)
    })

    it('proposes nobody where the attacker’s records are left out', () => {
      const ordinary = records.filter((record) => callerIn(record) === 'benjamin')
      expect(investigated(ordinary).proposed).toEqual([])
    })
  })

  describe('a chain of roles, composed of real records', () => {
    const { assumption, deeds } = pieces()

    it('is traced from the role that acted to its root, three hops away', () => {
      const found = investigated(composed(assumption, deeds, ['one', 'two', 'three']).map(plainly))
      const [chain] = found.chains
      expect(chain?.depth).toBe(3)
      expect(chain?.root).toBe(text(assumption, 'userIdentity.arn'))
      expect(found.proposed[0]).toMatchObject({ name: 'three', type: 'role' })
      expect(found.proposed[0]?.roots[0]?.path).toHaveLength(4)
      expect(found.proposed[0]?.roots[0]?.principal).toBe(text(assumption, 'userIdentity.arn'))
    })
  })
}

/** One assumption that succeeded, and the calls with the key that it handed out. */
function pieces(): { assumption: TrailRecord; deeds: TrailRecord[] } {
  const records = corpusRecords('stratus-red-team/aws.credential-access.ec2-get-password-data.json')
  const deeds = records.filter((record) => text(record, 'eventName') === 'GetPasswordData')
  const key = text(deeds[0], 'userIdentity.accessKeyId')
  const assumption = records.find((record) => text(record, 'responseElements.credentials.accessKeyId') === key)
  if (assumption === undefined) throw new Error('The corpus has changed.')
  return { assumption, deeds }
}

/** Each hop is the same assumption, asked for with the key that the one before it handed out. */
function composed(assumption: TrailRecord, deeds: readonly TrailRecord[], roles: readonly string[]): TrailRecord[] {
  const account = text(assumption, 'recipientAccountId') ?? ''
  const session = (role: string, at: number) => ({
    type: 'AssumedRole',
    accountId: account,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/hop`,
    principalId: `AROA${role.toUpperCase()}:hop`,
    accessKeyId: `ASIAHOP${at}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROA${role.toUpperCase()}`,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
    },
  })
  const hops = roles.map((role, at) => ({
    ...assumption,
    eventID: `hop-${at}`,
    userIdentity: at === 0 ? (assumption.userIdentity ?? null) : session(roles[at - 1] ?? '', at - 1),
    requestParameters: { roleArn: `arn:aws:iam::${account}:role/${role}`, roleSessionName: 'hop' },
    responseElements: {
      credentials: { accessKeyId: `ASIAHOP${at}` },
      assumedRoleUser: {
        arn: `arn:aws:sts::${account}:assumed-role/${role}/hop`,
        assumedRoleId: `AROA${role.toUpperCase()}:hop`,
      },
    },
  }))
  const last = roles.length - 1
  return [...hops, ...deeds.map((deed) => ({ ...deed, userIdentity: session(roles[last] ?? '', last) }))]
}
