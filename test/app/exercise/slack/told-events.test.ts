import { SlackNarrator } from '../../../../app/exercise/slack/slack-narrator.js'
import { toldEvents } from '../../../../app/exercise/slack/told-events.js'
import type { RunEvent } from '../../../../exercises/run-event.js'
import type { Inject } from '../../../../exercises/schema/injects.js'
import { anInjectEvent, slackTable } from '../../../support/exercises/slack-table.js'
import { starterExercise } from '../../../support/exercises/starter.js'

const starter = starterExercise()
const fault = { kind: 'chatDown', for: { ms: 120_000 } } as const
const outage: Inject = { id: 'outage', kind: 'fault', title: 'The chat is down', manual: true, reveals: [], fault }
const attack = { kind: 'ATTACK', atMs: 61_000, step: 'looting', technique: 'T1530', hidden: false } as const

/** The chat went down at one minute, for two. */
function down() {
  const table = slackTable({ ...starter, injects: [...starter.injects, outage] }, { approver: 'U0ANA' })
  table.begin()
  const { run } = table
  const events: RunEvent[] = [
    { kind: 'FAULT', atMs: 60_000, inject: 'outage', fault: 'chatDown', text: 'The chat is down for 2m.' },
    { ...attack, result: 'succeeded', detail: 'read secret shop/db' },
    { ...anInjectEvent('news', 'pressure'), untilMs: null },
    anInjectEvent('shop', 'pressure'),
    { kind: 'ASKED', atMs: 62_000, by: 'approver', text: 'How?', revealed: [] },
    { kind: 'STATE', atMs: 62_000, incident: 'inc_1', from: null, to: 'investigating' },
  ]
  for (const event of events) run.note(event)
  return table
}
const kinds = (events: readonly RunEvent[]) => events.map(({ kind }) => kind)

describe('what is told in Slack while the chat is down', () => {
  it('is what people have to do something about and what they ask; all of it once the chat is back, or the run over', () => {
    const { run, state } = down()
    expect(kinds(toldEvents(run))).toEqual(['FAULT', 'INJECT', 'ASKED'])
    state.nowMs = 180_000
    expect(toldEvents(run)).toEqual(run.events)
    state.nowMs = 60_000
    run.end()
    expect(toldEvents(run)).toEqual(run.events)
  })

  it('is shown in full when the chat is back, though nothing happens then', async () => {
    const { run, state } = down()
    const shown: string[] = []
    const board = {
      show: (posts: readonly object[]) => void shown.push(JSON.stringify(posts)),
      settled: async () => true,
      stop: async () => {},
    }
    const narrator = new SlackNarrator(run, board)
    state.nowMs = 179_990
    await narrator.tell({ ...attack, result: 'denied', detail: 'was denied' })
    expect(shown.at(-1)).not.toContain('T1530')
    state.nowMs = 180_001
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(shown.at(-1)).toContain('T1530')
    await narrator.close(null)
  })
})
