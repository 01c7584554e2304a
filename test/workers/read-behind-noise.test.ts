import type { ActivityQuery } from '../../src/ports.js'
import { readBehindNoise } from '../../workers/read-behind-noise.js'

const identity = {
  type: 'role',
  arn: 'arn:aws:iam::111122223333:role/ci',
  name: 'ci',
  accountId: '111122223333',
  uniqueId: null,
} as const
const nothing = {
  events: [],
  isCut: false,
  source: { name: 'event history', status: 'empty' as const, requests: 1, events: 0 },
}

describe('what is asked for behind noise', () => {
  it('has the new sessions of the role, too: whoever comes back must not hide behind its own calls', async () => {
    const asked: Pick<ActivityQuery, 'everyIssue'>[] = []
    const cloudTrail = {
      callsNamed: async () => nothing,
      activityOf: async (query: ActivityQuery) => {
        asked.push(query)
        return nothing
      },
    }
    const window = {
      callsFrom: '2026-03-01T10:00:00Z',
      makingsFrom: '2026-03-01T09:45:00Z',
      to: '2026-03-01T10:05:00Z',
    }
    const behind = { identities: [identity], accessKeyIds: [], ...window, readUpTo: null }
    await readBehindNoise({ aws: { cloudTrail }, rules: { maxCheckRequests: 12 } }, behind)
    expect(asked.map(({ everyIssue }) => everyIssue)).toEqual([true])
  })
})
