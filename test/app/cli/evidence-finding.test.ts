import { printed } from '../../support/in-process-cli.js'
import { aFolder, anAttack } from '../evidence/log-files.js'

const folder = aFolder()
afterAll(() => folder.remove())

const logs = folder.write('logs.json', JSON.stringify({ Records: anAttack() }))

describe('evidence --finding refuses', () => {
  it('a finding that is none, before a single log is read', async () => {
    const path = folder.write('no-finding.json', '{"hello": 1}')
    const broken = folder.write('no-records.json', '{"Records": []}')
    const { code, stderr } = await printed('evidence', '--files', broken, '--finding', path)
    expect([code, stderr]).toEqual([2, expect.stringContaining('is no finding')])
  })

  it('a finding that is none', async () => {
    const path = folder.write('none.json', '{"hello": 1}')
    const answer = await printed('evidence', '--files', logs, '--finding', path)
    expect(answer).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is no finding') })
  })

  it.each([
    [
      'guardduty',
      { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding', detail: { type: 'x' } },
      /no credentials/,
    ],
    ['security-hub', { source: 'aws.securityhub', detail: { findings: [{ Id: 'x' }] } }, /neither ProductArn/],
    ['security-hub', { Findings: [{ SchemaVersion: '2018-10-08', GeneratorId: 'x' }] }, /finding of Security Hub/],
    ['detective', { InvestigationId: 'x' }, /InvestigationId: not an investigation id/],
    ['splunk', { sid: '1', result: { host: 'x' } }, /names no caller/],
    ['elastic', { rule: { id: 'x' }, alerts: [] }, /connector's body cannot be read/],
    ['generic', { principal: { arn: 'x' }, sevrity: 3 }, /"sevrity"/],
    ['sns', { Type: 'Notification', MessageId: 'x' }, /message of SNS cannot be read/],
  ])('a finding that was meant for %s, with the refusal of that source', async (source, payload, reason) => {
    const path = folder.write('meant.json', JSON.stringify(payload))
    const { code, stdout, stderr } = await printed('evidence', '--files', logs, '--finding', path)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`read as ${source}: `)
    expect(stderr).toMatch(reason)
  })

  it('a finding that is no JSON, or resembles none of any source', async () => {
    const path = folder.write('unlike.json', '{"hello": 1}')
    const unlike = await printed('evidence', '--files', logs, '--finding', path)
    expect(unlike.stderr).toMatch(/resembles none of these: guardduty, security-hub, /)
    const broken = await printed('evidence', '--files', logs, '--finding', folder.write('half.json', '{"a":'))
    expect(broken.stderr).toMatch(/is no finding that can be read: .*JSON/)
  })
})
