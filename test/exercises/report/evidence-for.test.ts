import type { TimelineEntry } from '../../../exercises/report/after-action-schema.js'
import { evidenceFor } from '../../../exercises/report/evidence-for.js'
import { scoreRun } from '../../../exercises/score.js'
import { attacked, playedBy } from '../../support/exercises/reviews.js'

const rest = { at: '', actor: 'Attacker', what: '', short: '', incident: null, state: null, inject: null } as const
const told = (no: number, atMs: number, step: string): TimelineEntry => ({
  ...{ ...rest, decision: null, reason: null, lane: 'attacker', tone: 'bad' },
  ...{ no, atMs, step },
})

describe('the entries that a metric was measured by', () => {
  it('are, of calls after the block, those told of calls under it: none before it, of another step, or after a restore', async () => {
    const record = await playedBy('good')
    const call = { atMs: 200_000, action: 's3:GetObject', by: 'user/support-2', step: 'door' }
    const gains = { ...record.gains, blockedAtMs: 185_000, callsAfterBlock: [call] }
    const timeline = [
      told(1, 100_000, 'door'),
      told(2, 200_400, 'door'),
      told(3, 200_000, 'other'),
      told(4, 900_000, 'door'),
    ]
    const looked = { exercise: attacked, record: { ...record, gains }, reports: [], timeline }
    const score = scoreRun(attacked, looked.record)
    expect(evidenceFor('attackerCallsAfterBlock', { ...looked, score })).toEqual([2])
  })
})
