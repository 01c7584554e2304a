import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { edited, editedAll } from '../../support/findings/edited.js'
import { asffFinding, examples, securityHubEvent, splunkAlert } from '../../support/findings/examples.js'
import { printed } from '../../support/in-process-cli.js'
import { useCliFolder } from '../../support/run-cli.js'

const folder = await useCliFolder()
const file = join(folder, 'payload.json')

function ingest(payload: unknown, source: string, ...more: string[]) {
  writeFileSync(file, JSON.stringify(payload))
  return printed('ingest', file, '--source', source, '--dry-run', ...more)
}

async function ingestJson(payload: unknown, source: string): Promise<{ code: number; answer: unknown }> {
  const { code, stdout } = await ingest(payload, source, '--json')
  return { code, answer: JSON.parse(stdout) }
}

const finding = {
  source: expect.any(String),
  type: expect.any(String),
  id: expect.any(String),
  severity: expect.any(Number),
  sample: false,
  trusted: true,
}
const principal = { type: 'role', name: 'ci-deploy', accountId: '111122223333', partition: 'aws' }

describe('ingest --dry-run of every source', () => {
  const starts: Readonly<Record<string, string>> = {
    splunk: 'cross-account-activity',
    elastic: 'roles-anywhere-profile',
  }

  it.each(examples)('%s starts its playbook, and names the role', async (_what, source, payload) => {
    expect(await ingestJson(payload, source)).toEqual({
      code: 0,
      answer: {
        accepted: true,
        reason: null,
        finding,
        principal: expect.objectContaining(principal),
        playbook: starts[source] ?? 'compromised-principal',
      },
    })
  })

  it('of one that sends several has the keys of the first, and the rest beside it', async () => {
    const other = editedAll(asffFinding, {
      Id: 'b',
      ProductArn: 'arn:aws:securityhub:eu-west-1:111122223333:product/111122223333/default',
    })
    const control = edited(asffFinding, 'Compliance', { Status: 'FAILED' })
    const event = securityHubEvent([control, asffFinding, other])
    expect((await ingestJson(event, 'security-hub')).answer).toMatchObject({
      accepted: true,
      finding: { id: asffFinding.Id, trusted: true },
      principal,
      others: [{ finding: { id: 'b', trusted: false }, principal, playbook: 'compromised-principal' }],
      skipped: [{ kind: 'notOurs', reason: expect.stringMatching(/control/) }],
    })
    const { stdout } = await ingest(event, 'security-hub')
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(
        /^security-hub finding Exfiltration:IAMUser\/AnomalousBehavior \(severity 8\) about role\/ci-deploy/,
      ),
      expect.stringMatching(/\(severity 7, not trusted\) about role\/ci-deploy/),
      expect.stringMatching(/^Not taken: It is the result of a control/),
    ])
  })

  it('says in one line why a payload is refused, and exits as refused', async () => {
    const { code, stdout } = await ingest({ ...splunkAlert, result: { host: 'web-1' } }, 'splunk')
    expect([code, stdout.trim()]).toEqual([3, expect.stringMatching(/^Not taken: The row names no caller of AWS/)])
  })

  it('names the sources that there are', async () => {
    const { code, stderr } = await ingest({}, 'slack')
    expect(code).toBe(2)
    expect(stderr).toContain('guardduty, security-hub, detective, splunk, elastic, generic, sns')
  })
})
