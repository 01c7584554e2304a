import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fieldsOf } from '../../../integrations/findings/shared/values-at.js'
import type { PayloadSource } from '../../../integrations/findings/sources.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'
import { judged, outcome } from '../../support/findings/judged.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const corpus = process.env.TOURNIQUET_CORPUS ?? join(root, '../shared/corpus')
const folder = join(corpus, 'findings')

const CONTROL = /^notOurs: It is the result of a control/
const NO_PRINCIPAL = /^notOurs: .*accuses no IAM principal/

/** Each public payload sent to the source that it is of. GuardDuty's own are in guardduty/corpus.test.ts in more detail. */
const EXPECTED: Readonly<Record<string, readonly [PayloadSource, RegExp]>> = {
  'guardduty-bare-iamuser.json': ['guardduty', /^user\/GeneratedFindingUserName$/],
  'guardduty-bare-s3.json': ['guardduty', /^user\/GeneratedFindingUserName$/],
  'guardduty-eventbridge-ec2.json': ['guardduty', NO_PRINCIPAL],
  'guardduty-eventbridge-iamuser-sample.json': ['guardduty', /^user\/GeneratedFindingUserName$/],
  'guardduty-pascalcase-Credential-Access-IAM-Anomalous-Behavior.json': ['guardduty', /^unresolved\/$/],
  'guardduty-pascalcase-UnauthorizedAccess-EC2-SSHBruteForce.json': ['guardduty', NO_PRINCIPAL],
  'ocsf-rc2-securityhub.json': ['security-hub', CONTROL],
  'securityhub-custom-action-not-iam.json': ['security-hub', CONTROL],
  'sns-event.json': ['sns', /^notOurs: The message inside is a text/],
  'securityhub-v2/fixtures__samples.json': ['security-hub', NO_PRINCIPAL],
  // A list of test scenarios: the events are inside of them.
  'securityhub-v2/fixtures__scenarios.json': ['security-hub', /^notOurs: This is not a finding of Security Hub/],
}

const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'))
  : []
const read = (file: string) => jsonSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))

describe('public payloads sent to the source that they are of', () => {
  if (files.length === 0) it('skipped: corpus not found', () => {})
  for (const file of files) {
    const expected = file.startsWith('asff-controls/') ? (['security-hub', CONTROL] as const) : EXPECTED[file]
    it(`${file}: ${expected?.[1].source ?? 'not in the table'}`, () => {
      if (expected === undefined) throw new Error('The file is not in the table.')
      expect(outcome(expected[0], read(file))).toMatch(expected[1])
    })
  }

  it('none of them is malformed, whichever source of AWS they are sent to by mistake', () => {
    for (const file of files.filter((name) => !name.startsWith('securityhub-v2/') && name !== 'sns-event.json')) {
      for (const source of ['guardduty', 'security-hub', 'detective'] as const) {
        const intake = judged(source, read(file))
        expect([file, source, intake.accepted || intake.kind]).not.toContain('malformed')
      }
    }
  })

  const scenarios = files.includes('securityhub-v2/fixtures__scenarios.json')
    ? Object.values(read('securityhub-v2/fixtures__scenarios.json') ?? {})
    : []
  for (const scenario of scenarios) {
    const fields = fieldsOf(scenario)
    it(`the event of ${String(fields.get('name'))} accuses nobody`, () => {
      expect(outcome('security-hub', fields.get('event_payload'))).toMatch(/^notOurs: /)
    })
  }
})

const decoys = join(corpus, 'panther-analysis/finding-labelled-events.ndjson')
const labelled = existsSync(decoys) ? readFileSync(decoys, 'utf8').trim().split('\n') : []

describe('findings of a decoy detector in Security Hub', () => {
  if (labelled.length === 0) it('skipped: corpus not found', () => {})
  const ours = labelled
    .map((line) => fieldsOf(JSON.parse(line)))
    .filter((one) => fieldsOf(one.get('log')).has('AwsAccountId'))
  for (const one of ours) {
    const name = String(one.get('test'))
    // The S3 one names the role by type, issuer and unique id alike; in the others the issuer of a role is a user.
    const principal = name.startsWith('S3-')
      ? { type: 'role', name: 'tester', arn: 'arn:aws:iam::123456789012:role/tester' }
      : { type: 'unresolved', reason: expect.stringMatching(/says|disagree|not an IAM name/) }
    it(`${name}: of an account's own product, so not trusted, and about ${principal.type}`, () => {
      expect(judged('security-hub', one.get('log'))).toMatchObject({
        accepted: true,
        findings: [{ trusted: false, severity: 7, principal }],
      })
    })
  }
})
