import { RejectionNotes } from '../../../app/server/rejection-notes.js'
import { keptSystemLog } from '../../support/intake/serve-intake.js'

function notesAt(now: { ms: number }) {
  const systemLog = keptSystemLog()
  const logged: string[] = []
  const write = (message: string) => void logged.push(message)
  const log = { info: write, warn: write, error: write }
  return { notes: new RejectionNotes({ systemLog, clock: { monotonicMs: () => now.ms }, log }), systemLog, logged }
}
const rejection = {
  source: 'guardduty',
  status: 401,
  why: 'unauthorised',
  detail: 'The header x-api-key is missing or wrong.',
  address: '192.0.2.1',
} as const
const malformed = { ...rejection, status: 422, why: 'malformed', detail: 'The finding cannot be read.' } as const
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('the notes of rejected webhooks', () => {
  it('name each of the first ten of a minute, and count the others by reason once the minute is over', async () => {
    const now = { ms: 0 }
    const { notes, systemLog } = notesAt(now)
    for (let n = 0; n < 5_000; n += 1) notes.note(rejection)
    for (let n = 0; n < 7; n += 1) notes.note(malformed)
    await settled()
    expect(systemLog.events).toHaveLength(10)
    expect(systemLog.events[0]).toEqual({
      what: 'WEBHOOK_REJECTED',
      detail: rejection,
      actor: { kind: 'engine', name: 'webhooks' },
    })
    now.ms += 60_000
    notes.note(malformed)
    await notes.close()
    expect(systemLog.events.slice(10).map(({ what, detail }) => ({ what, detail }))).toEqual([
      { what: 'WEBHOOKS_REJECTED', detail: { leftOut: { unauthorised: 4_990, malformed: 7 }, windowMs: 60_000 } },
      { what: 'WEBHOOK_REJECTED', detail: malformed },
    ])
  })

  it('write at most eleven records a minute, whatever comes', async () => {
    const now = { ms: 0 }
    const { notes, systemLog } = notesAt(now)
    for (let second = 0; second < 600; second += 1) {
      for (let n = 0; n < 50; n += 1) notes.note(rejection)
      now.ms += 1_000
    }
    await notes.close()
    expect(systemLog.events).toHaveLength(10 * 11)
  })

  it('of a database that is away are in the log, and in the next count', async () => {
    const now = { ms: 0 }
    const { notes, systemLog, logged } = notesAt(now)
    systemLog.state.isDown = true
    notes.note(rejection)
    await settled()
    expect(logged).toContain('Rejected webhooks could not be noted on the system chain.')
    systemLog.state.isDown = false
    now.ms += 60_000
    notes.note(malformed)
    await notes.close()
    expect(systemLog.events.map(({ detail }) => detail)).toEqual([
      { leftOut: { unauthorised: 1 }, windowMs: 60_000 },
      malformed,
    ])
  })

  it('hold what a database takes, and no more than 500 characters of it', async () => {
    const { notes, systemLog } = notesAt({ ms: 0 })
    notes.note({ ...malformed, detail: `a\u0000\ud800${'x'.repeat(10_000)}` })
    await notes.close()
    expect(systemLog.events[0]?.detail).toMatchObject({ detail: `a\ufffd\ufffd${'x'.repeat(497)}` })
  })
})
