import { printed } from '../../../support/in-process-cli.js'

describe('exercise run --stage service', () => {
  it('refuses a clock that stands, and says what to give', async () => {
    const args = ['starter-instance-credentials', '--stage', 'service', '--player', 'good', '--time-scale', '0']
    const { code, stdout, stderr } = await printed('exercise', 'run', ...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('--stage service goes with --time-scale 1 or more')
  })
})
