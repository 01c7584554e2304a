import type { IncidentEvent } from '../../../src/domain/incident-event.js'
import { addNote, MAX_NOTES, type WishedNote } from '../../../src/incidents/add-note.js'
import { notesIn } from '../../../src/report/notes.js'
import { readRecord } from '../../../src/report/read-record.js'
import { happens } from '../../support/fixtures/incident-events.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { anIncidentAt, aTestEngine, type TestEngine } from '../../support/test-engine.js'

const rules = {
  contain: { approvers: ['ana'], quorum: 1 },
  restore: { approvers: ['ben'], quorum: 1 },
  viewers: ['vic'],
}
const aNote = (changes: Partial<WishedNote> = {}): WishedNote => ({
  by: 'vic',
  text: 'The laptop was stolen on Friday.',
  author: '',
  writtenAt: '2026-03-01T09:00:00.000Z',
  permalink: null,
  source: 'slack',
  ...changes,
})
const link = 'https://example.slack.com/archives/C1/p1'

async function notesOf({ store }: TestEngine, id: string) {
  return notesIn((await store.readAudit(id)).map(readRecord))
}
const isPlain = (event: object): event is IncidentEvent => 'type' in event && !String(event.type).startsWith('xstate.')
const at = (engine: TestEngine, journey: readonly journeys.Happening[]) => anIncidentAt(engine, journey.filter(isPlain))

describe('a note', () => {
  it('is on the record, and moves nothing', async () => {
    const engine = aTestEngine()
    const id = await at(engine, journeys.awaitingApproval)
    const before = await engine.store.readIncident(id)

    expect(await addNote(engine, rules, id, aNote())).toEqual({ status: 'added' })

    const after = await engine.store.readIncident(id)
    expect(after?.snapshot).toEqual(before?.snapshot)
    expect(after?.state).toBe('awaitingApproval')
    expect(await notesOf(engine, id)).toMatchObject([{ by: 'vic', text: 'The laptop was stolen on Friday.' }])
  })

  it('may also be added to an incident that is over', async () => {
    const engine = aTestEngine()
    const id = await at(engine, [...journeys.awaitingApproval, happens.denied()])
    expect((await engine.store.readIncident(id))?.open).toBe(false)

    expect(await addNote(engine, rules, id, aNote())).toEqual({ status: 'added' })
    expect(await notesOf(engine, id)).toHaveLength(1)
  })

  it('of a message that was added before is not added again, whoever adds it, also at the same moment', async () => {
    const engine = aTestEngine()
    const id = await at(engine, [])
    const wishes = ['vic', 'ana', 'ben', 'vic'].map((by) => addNote(engine, rules, id, aNote({ by, permalink: link })))

    const statuses = (await Promise.all(wishes)).map(({ status }) => status).sort()
    expect(statuses).toEqual(['added', 'known', 'known', 'known'])
    expect(await addNote(engine, rules, id, aNote({ permalink: `${link}2` }))).toEqual({ status: 'added' })
    expect((await engine.store.readAudit(id)).map(({ body }) => body.what)).toEqual([
      'OPENED',
      'NOTE_ADDED',
      'NOTE_ADDED',
    ])
  })

  it('is bounded in length, in place of what the record cannot hold, and without a link that is none', async () => {
    const engine = aTestEngine()
    const id = await at(engine, [])
    const wished = aNote({
      text: `a\u0000${'😀'.repeat(3_000)}`,
      permalink: 'javascript:alert(1)',
      writtenAt: 'yesterday',
    })

    expect(await addNote(engine, rules, id, wished)).toEqual({ status: 'added' })

    const [note] = await notesOf(engine, id)
    expect(note?.text).toMatch(/^a\ufffd😀.*😀\ufffd? \[…\]$/u)
    expect(note?.text.length).toBeLessThanOrEqual(2_000)
    expect(note).toMatchObject({ permalink: null, writtenAt: engine.clock.now().toISOString() })
  })

  it('without a text is none', async () => {
    const engine = aTestEngine()
    const id = await at(engine, [])
    expect(await addNote(engine, rules, id, aNote({ text: ' \n' }))).toMatchObject({ code: 'notPossible' })
  })

  it(`is refused beyond ${MAX_NOTES}, however many are on their way at once`, async () => {
    const engine = aTestEngine()
    const id = await at(engine, [])
    for (let count = 1; count < MAX_NOTES - 1; count += 1) await addNote(engine, rules, id, aNote({ text: `${count}` }))

    const last = await Promise.all(Array.from({ length: 8 }, () => addNote(engine, rules, id, aNote())))

    expect(last.map(({ status }) => status).sort()).toEqual(['added', 'added', ...Array<string>(6).fill('refused')])
    expect(await notesOf(engine, id)).toHaveLength(MAX_NOTES)
  })

  it('of somebody who may not look is refused, on the record', async () => {
    const engine = aTestEngine()
    const id = await at(engine, [])

    expect(await addNote(engine, rules, id, aNote({ by: 'slack:U1' }))).toMatchObject({ code: 'notPermitted' })
    expect(await addNote(engine, rules, 'inc_of_nobody', aNote())).toMatchObject({ code: 'noIncident' })

    expect((await engine.store.readAudit(id)).at(-1)?.body).toMatchObject({
      what: 'REQUEST_REFUSED',
      detail: { by: 'slack:U1', ask: 'note', code: 'notPermitted' },
    })
  })
})
