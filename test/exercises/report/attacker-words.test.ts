import { attackerWords, nobodyAttacked } from '../../../exercises/report/attacker-words.js'

const attacker = {
  harmless: false,
  blockedAt: '2026-03-01T10:03:00.000Z',
  calls: { succeeded: 12, denied: 3 },
  callsAfterBlock: [{ at: '2026-03-01T10:04:00.000Z', action: 's3:GetObject', by: 'role/web' }],
  persistence: [
    { what: 'user/backdoor', at: '2026-03-01T10:01:00.000Z', standing: true },
    { what: 'key AKIA', at: '2026-03-01T10:01:00.000Z', standing: false },
  ],
  couldStill: ['s3:GetObject as user/backdoor'],
  steps: [],
}

describe('what the attacker got, in words', () => {
  it('is its calls, those after the block, what still stands and what it could still do', () => {
    expect(attackerWords(attacker)).toEqual([
      '12 calls succeeded, 3 were denied; 1 of its calls succeeded after the block was in force',
      'Still there: user/backdoor',
      'It could still do: s3:GetObject as user/backdoor',
    ])
    expect(attackerWords({ ...attacker, blockedAt: null })[0]).toMatch(/there never was a block$/)
  })

  it('says first that nobody attacked, where whoever acted may do so', () => {
    const harmless = { ...attacker, harmless: true, persistence: [], couldStill: [] }
    expect(attackerWords(harmless)).toEqual([nobodyAttacked, expect.stringContaining('12 calls succeeded')])
  })

  it('is nothing in a discussion, where nobody calls anything', () => {
    expect(attackerWords({ ...attacker, calls: null, persistence: [], couldStill: [] })).toEqual([])
  })
})
