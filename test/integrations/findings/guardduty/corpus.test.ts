import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseGuardDuty } from '../../../../integrations/findings/guardduty/parse-guardduty.js'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const folder = join(process.env.TOURNIQUET_CORPUS ?? join(root, '../shared/corpus'), 'findings')

/** What each public payload becomes: the finding's type, whether it is a sample and its principal, or the refusal. */
const EXPECTED: Record<string, string> = {
  'guardduty-bare-iamuser.json': 'Recon:IAMUser/MaliciousIPCaller.Custom sample user',
  'guardduty-bare-s3.json': 'PenTest:S3/ParrotLinux sample user',
  'guardduty-eventbridge-ec2.json': 'notOurs',
  'guardduty-eventbridge-iamuser-sample.json': 'UnauthorizedAccess:IAMUser/TorIPCaller sample user',
  // Its user type is a placeholder as well, so it could be a role's name.
  'guardduty-pascalcase-Credential-Access-IAM-Anomalous-Behavior.json':
    'CredentialAccess:IAMUser/AnomalousBehavior sample unresolved',
  'guardduty-pascalcase-UnauthorizedAccess-EC2-SSHBruteForce.json': 'notOurs',
  'ocsf-rc2-securityhub.json': 'notOurs',
  'securityhub-custom-action-not-iam.json': 'notOurs',
  'sns-event.json': 'notOurs',
  'securityhub-v2/fixtures__samples.json': 'malformed',
  'securityhub-v2/fixtures__scenarios.json': 'malformed',
}

function outcome(file: string): string {
  const parsed = parseGuardDuty(JSON.parse(readFileSync(join(folder, file), 'utf8')))
  if (!parsed.accepted) return parsed.kind
  const { type, sample, principal } = parsed.finding
  return [type, sample ? 'sample' : 'live', principal.type].join(' ')
}

const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'))
  : []

describe('public payloads sent to the GuardDuty source', () => {
  if (files.length === 0) it('skipped: corpus not found', () => {})
  for (const file of files) {
    // Every control of Security Hub is another product's finding; the folder is not listed file by file.
    const expected = file.startsWith('asff-controls/') ? 'notOurs' : EXPECTED[file]
    it(`${file}: ${expected ?? 'not in the table'}`, () => {
      expect(outcome(file)).toBe(expected)
    })
  }
})
