import type { CloudTrailEvent } from '../../../../src/domain/cloudtrail-event.js'
import { anywhereRecords } from '../../../../src/evidence/anywhere/anywhere-records.js'
import { triageProfile } from '../../../../src/evidence/anywhere/triage-profile.js'
import { normaliseRecord } from '../../../../src/evidence/record/normalise-record.js'
import { anImage, newAnchor, profileArn, profileId, roleArn } from '../../containment/profile-samples.js'

const dana = 'arn:aws:iam::111122223333:user/dana'
const identity = {
  type: 'rolesAnywhereProfile',
  arn: profileArn,
  name: 'build agents',
  accountId: '111122223333',
  uniqueId: profileId,
} as const

/** A record as CloudTrail writes it, through the same reader as everywhere. */
function record(
  eventName: string,
  eventTime: string,
  more: Parameters<typeof normaliseRecord>[0] = {},
): CloudTrailEvent {
  const read = normaliseRecord({
    eventID: `${eventName} ${eventTime}`,
    eventTime,
    eventSource: 'rolesanywhere.amazonaws.com',
    eventName,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2',
    userIdentity: { type: 'IAMUser', arn: dana, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', userName: 'dana' },
    ...more,
  })
  if (!read.ok) throw new Error(read.reason)
  return read.event
}

const made = record('CreateProfile', '2026-03-01T12:00:00Z', {
  requestParameters: { name: 'build agents', roleArns: [roleArn] },
  responseElements: { profile: { profileId, profileArn } },
})
const anchor = record('CreateTrustAnchor', '2026-03-01T11:59:00Z', {
  responseElements: { trustAnchor: { trustAnchorId: 'n1' } },
})
const entered = record('CreateSession', '2026-03-01T12:01:00Z', {
  userIdentity: { type: 'Unknown' },
  requestParameters: { profileArn, roleArn, trustAnchorArn: 'arn:anchor' },
  responseElements: {
    credentialSet: [
      {
        assumedRoleUser: { arn: 'arn:aws:sts::111122223333:assumed-role/ci-deploy/00ab', assumedRoleId: 'AROAX:00ab' },
        credentials: { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', expiration: '2026-03-01T13:01:00Z' },
        roleArn,
        sourceIdentity: 'CN=laptop',
      },
    ],
  },
})
const refused = record('CreateSession', '2026-03-01T12:02:00Z', {
  requestParameters: { profileArn },
  errorCode: 'AccessDenied',
})
const elsewhere = record('CreateSession', '2026-03-01T12:03:00Z', {
  requestParameters: { profileArn: profileArn.replace('ac4e', 'ffff') },
})
const all = [refused, entered, elsewhere, made, anchor]

function answers(makersCalls: CloudTrailEvent[] | null, records = anywhereRecords(all, identity)) {
  const rows = triageProfile({
    records,
    image: anImage({ trustAnchors: [newAnchor('n1')] }).rolesAnywhere ?? null,
    tags: [],
    roles: [{ arn: roleArn, isAdministrator: true }],
    makersCalls,
    window: { from: '2026-02-28T00:00:00.000Z', to: '2026-03-01T13:00:00.000Z' },
    nearMs: 900_000,
  })
  return rows.map(({ question, answer }) => `${question} ${answer}`).join('\n')
}

describe('the records of a profile', () => {
  it('tell who made it, who came in by it and who was refused, and no other profile’s sessions', () => {
    const { createdBy, sessions, acts, refusedSessions } = anywhereRecords(all, identity)
    expect(createdBy).toMatchObject({ arn: dana, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', sourceIp: '198.51.100.7' })
    expect(sessions).toMatchObject([{ roleArn, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', x509Subject: 'CN=laptop' }])
    expect(acts.map(({ eventName, objectId }) => `${eventName} ${objectId}`)).toEqual([
      'CreateTrustAnchor n1',
      `CreateProfile ${profileId}`,
    ])
    expect(refusedSessions).toBe(1)
  })
})

describe('the questions of the triage', () => {
  it('are answered from the records and the API', () => {
    const said = answers([made, anchor])
    expect(said).toMatch(/Who created the profile.*user\/dana at .* with AKIAIOSFODNN7EXAMPLE/)
    expect(said).toMatch(/From where\? 198\.51\.100\.7, by aws-cli\/2\. 1 other call of it/)
    expect(said).toMatch(/ci-deploy \(may do everything\)/)
    expect(said).toMatch(/sessions of up to 3600 s; no session policy/)
    expect(said).toMatch(/CreateTrustAnchor n1 by .*user\/dana/)
    expect(said).toMatch(/Was it used\? 1 session: .* to CN=laptop.* 1 session refused/)
  })

  it('whether it is routine is told by what went before alone', () => {
    const before = ['01', '02', '03'].map((day) => record('CreateProfile', `2026-02-${day}T12:00:00Z`))
    expect(answers([...before, made])).toMatch(/as a rule\? 3 calls of Roles Anywhere by it before this, on 3 days/)
    expect(answers([made])).toMatch(/as a rule\? No call of Roles Anywhere by it before this/)
  })

  it('what is not known is said to be so, not answered', () => {
    const said = answers(null, anywhereRecords([], identity))
    expect(said).toMatch(/as Roles Anywhere tells; no record of the call was found/)
    expect(said.match(/Not known/g)).toHaveLength(3)
    expect(said).toMatch(/No session that the records show, which are minutes late/)
  })
})
