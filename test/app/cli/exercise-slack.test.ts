import { printed } from '../../support/in-process-cli.js'

const STARTER = 'starter-instance-credentials'
const slack = ['--slack', 'C0123456789']
const approver = ['--as', 'approver=U0123456789']
const run = (...options: string[]) => printed('exercise', 'run', STARTER, ...options)

describe('tourniquet exercise run --slack', () => {
  it.each([
    ['without anybody who plays', slack, /Nobody plays: give --as ROLE=U0123456789/],
    ['with a role that there is not', [...slack, '--as', 'pilot=U0123456789'], /There is no role "pilot"/],
    ['with a member by name', [...slack, '--as', 'approver=@ana'], /takes the id of a member/],
    ['at once', [...slack, ...approver, '--time-scale', '0'], /--slack goes with --time-scale 1 or more/],
    ['and a script', [...slack, ...approver, '--player', 'good'], /cannot be used with option/],
    ['without a token', [...slack, ...approver], /Set SLACK_BOT_TOKEN/],
  ])('%s is a mistake of usage that says what to give, and nothing is started', async (_, options, message) => {
    const { code, stderr, stdout } = await run(...options)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
  })

  it('takes members for Slack alone', async () => {
    const { code, stderr } = await run(...approver, '--player', 'good', '--time-scale', '0')
    expect(code).toBe(2)
    expect(stderr).toMatch(/--as names who plays in Slack: it goes with --slack CHANNEL/)
  })
})
