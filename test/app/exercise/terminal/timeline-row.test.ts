import { debriefLines } from '../../../../app/exercise/terminal/debrief.js'
import { filmNarrator } from '../../../../app/exercise/terminal/film-narrator.js'
import { paintFor } from '../../../../app/exercise/terminal/paint.js'
import { endRow, rowOf, type Viewer } from '../../../../app/exercise/terminal/timeline-row.js'
import { afterAction } from '../../../../exercises/report/after-action.js'
import type { RunEventOf } from '../../../../exercises/run-event.js'
import { runExercise } from '../../../../exercises/run-exercise.js'
import { scoreRun } from '../../../../exercises/score.js'
import { scriptedPlayers } from '../../../../exercises/scripted-players.js'
import { exerciseOf, initText, played } from '../../../support/exercises/exercises.js'
import { FakeStage } from '../../../support/exercises/fake-stage.js'

const exercise = exerciseOf(initText)
const paint = paintFor(false)
const people: Viewer = { secrets: false, marks: false, incidentNo: () => null, isTold: () => true }
const lead: Viewer = { secrets: true, marks: true, incidentNo: () => 2, isTold: () => true }
const at = { atMs: 1_000 }

describe('the timeline', () => {
  const hidden = {
    kind: 'ATTACK',
    ...at,
    step: 'door',
    technique: 'T1098',
    result: 'begun',
    detail: 'It.',
    hidden: true,
  } as const
  const ended = { kind: 'INJECT_ENDED', ...at, inject: 'alarm', outcome: 'missed', why: 'Nobody did.' } as const
  const answer: RunEventOf<'ANSWER'> = {
    kind: 'ANSWER',
    ...at,
    inject: 'why',
    by: 'responder',
    text: 'So.',
    made: [0],
    points: 1,
    outOf: 3,
    scoredBy: 'keywords',
    inTime: false,
  }

  it('keeps from those who play what is hidden, what was expected and what an answer is worth', () => {
    expect(rowOf(hidden, people)).toBeNull()
    expect(rowOf(ended, people)).toBeNull()
    expect(rowOf(answer, people)?.text).toBe('responder on why: So. (too late)')
  })

  it('does not say how a fault is brought about where people were told in words what they see of it', () => {
    const fault = { kind: 'FAULT', ...at, inject: 'slow', fault: 'throttle', text: 'AWS throttles.' } as const
    expect(rowOf(fault, people)).toBeNull()
    expect(rowOf(fault, { ...people, isTold: () => false })?.text).toBe('AWS throttles.')
    expect(rowOf(fault, lead)?.text).toBe('AWS throttles.')
  })

  it('tells the facilitator all of it, with the number of the incident where there are several', () => {
    expect(rowOf(hidden, lead)?.text).toBe('T1098 begun (hidden: door): It.')
    expect(rowOf(ended, lead)).toMatchObject({ kind: 'MISSED', text: 'alarm: Nobody did.' })
    expect(rowOf(answer, lead)?.text).toContain('(1 of 3 points)')
    const moved = { kind: 'STATE', ...at, incident: 'inc_2', from: 'planning', to: 'awaitingApproval' } as const
    expect(rowOf(moved, lead)?.text).toBe('Incident 2: awaiting approval')
  })

  it.each([
    [{ kind: 'finished' }, /nothing left to do/],
    [{ kind: 'limit', limit: 'maxDuration' }, /its time is/],
    [{ kind: 'stopped', by: 'approver', reason: 'Lunch.' }, /ended here\. Lunch/],
    [{ kind: 'failed', error: 'No disk.' }, /failed: No disk/],
  ] as const)('says why it is over: %j', async (end, sentence) => {
    expect(endRow({ ...(await played(exercise)), end }).text).toMatch(sentence)
  })
})

describe('a run that nobody plays by hand', () => {
  it('is shown as a film, without colours where there are none, and told again at its end', async () => {
    const lines: string[] = []
    const screen = { print: (line: string) => void lines.push(line), width: () => 100, paint }
    const narrator = filmNarrator(screen, { pace: 'x60', people: 'everybody: bad' })
    const players = scriptedPlayers('bad', exercise.players.bad)
    const record = await runExercise(exercise, new FakeStage(exercise), players, narrator)
    const film = lines.join('\n')
    expect(film).toMatch(/EXERCISE .*T\+00:00 +x60/)
    expect(film).toMatch(/MISSED +alarm/)
    expect(film).toMatch(/END +The exercise/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: there must be none
    expect(film).not.toMatch(/\u001b/)
    const score = scoreRun(exercise, record)
    const review = afterAction({ exercise, record, reports: [], earlier: [] })
    const kept = { record: '1.json', report: { html: '1.html', markdown: '1.md', json: '1-report.json' } }
    const told = debriefLines({ score, review, kept }, 100, paint).join('\n')
    expect(told).toMatch(/^ \d of 4 objectives met \| injects 0 of \d \| path not as expected \| live AWS calls: 0$/m)
    expect(told).toMatch(/MISSED +The role is contained.*never, target 15m/)
    expect(told).toMatch(/hidden, found out: the evidence shows it\. The intruder made the user support-2/)
    expect(told).toMatch(/\d+ gaps and \d+ actions without an owner/)
  })
})
