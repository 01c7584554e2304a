import { defaultPlaybook } from '../../../app/playbooks.js'
import { parseCloudTrailRecord } from '../../../integrations/aws/cloudtrail/parse-cloudtrail-record.js'
import { parseGuardDuty } from '../../../integrations/findings/guardduty/parse-guardduty.js'
import { guardDutySample } from '../../../integrations/findings/guardduty/sample.js'
import { canonicalJson, digestOf } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import { openIncident } from '../../../src/incidents/open-incident.js'
import { aTiming } from '../../support/fixtures/timings.js'
import { engineOn, opened, useDatabase } from '../../support/store.js'

const { db } = await useDatabase()
/** What PostgreSQL's jsonb and RFC 8785 refuse, and what an attacker can put into a name. */
const strange: [string, string][] = [
  ['a NUL character', 'a\u0000b'],
  ['a lone high surrogate', 'a\ud800b'],
  ['a lone low surrogate', 'a\udc00'],
  ['a surrogate pair the wrong way round', '\udc00\ud800'],
]

function findingWith(text: string) {
  const { detail, ...envelope } = guardDutySample({
    accountId: '111122223333',
    partition: 'aws',
    region: 'eu-west-1',
    roleName: 'ci-deploy',
    roleId: 'AROAIOSFODNN7EXAMPLE',
    sessionName: text,
    accessKeyId: `ASIA${text}`,
    findingId: 'd0bfe135ab8b4dd8c3eaae7df9900073',
    firstSeenAt: '2026-03-01T09:40:00Z',
    lastSeenAt: '2026-03-01T09:58:00Z',
    updatedAt: '2026-03-01T10:01:30.120Z',
    remoteIp: '198.51.100.7',
  })
  return parseGuardDuty({ ...envelope, detail: { ...detail, title: text } })
}

describe.each(strange)('%s', (_title, text) => {
  it('in a finding does not keep it from being recorded', async () => {
    const engine = engineOn(db)
    const parsed = findingWith(text)
    if (!parsed.accepted) throw new Error(parsed.reason)
    const result = await openIncident(engine, parsed.finding, { ...defaultPlaybook, timing: aTiming() })
    expect(result.status).toBe('opened')
    const [stored] = await engine.store.readFindings(result.incidentId)
    expect(stored).toEqual(parsed.finding)
    expect(stored?.title).toContain('\ufffd')
  })

  it('in CloudTrail, in a value or in a key, does not keep evidence from being filed', async () => {
    const record = {
      eventID: 'e-1',
      eventTime: '2026-03-01T10:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      userAgent: text,
      userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::111122223333:assumed-role/ci-deploy/${text}` },
      requestParameters: { [text]: { inner: [text] } },
    }
    const parsed = parseCloudTrailRecord(JSON.stringify(record))
    if (!parsed.ok) throw new Error(parsed.reason)
    const body = jsonSchema.parse(JSON.parse(canonicalJson(parsed.event)))
    const engine = engineOn(db)
    await opened(engine, { documents: [{ digest: digestOf(body), kind: 'evidence', body }] })
    expect((await engine.store.readDocument(digestOf(body)))?.body).toEqual(body)
  })
})
