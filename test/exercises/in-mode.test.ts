import { inMode } from '../../exercises/in-mode.js'
import { scoreRun } from '../../exercises/score.js'
import { discussionText } from '../support/exercises/discussion.js'
import { exerciseOf, initText, played } from '../support/exercises/exercises.js'

const written = exerciseOf(initText)
const talk = exerciseOf(discussionText)

function talked() {
  const moded = inMode(written, 'discuss')
  if (!moded.ok) throw new Error(moded.why)
  return moded.exercise
}

describe('the mode of an exercise', () => {
  it('is that of the file where nobody asks for another one', () => {
    expect(inMode(written, 'rehearse')).toEqual({ ok: true, exercise: written })
    expect(inMode(talk, 'discuss')).toEqual({ ok: true, exercise: talk })
  })

  it('cannot be widened: what was written as a discussion has nothing to rehearse, and the refusal says what to do', () => {
    const moded = inMode(talk, 'rehearse')
    expect(moded.ok ? '' : moded.why).toMatch(/is written as a discussion: .+ Leave --mode out/)
  })

  it('can be narrowed: of what was to be rehearsed, what talk can show is kept', () => {
    const { mode, objectives, injects, attack, expectedPath, players } = talked()
    expect(mode).toBe('discuss')
    expect(objectives.map(({ metric }) => metric)).toEqual(['rubricPoints'])
    expect(injects.map(({ id }) => id)).toEqual(written.injects.map(({ id }) => id))
    expect(
      injects.flatMap(({ after }) => [after?.state, after?.question].filter((each) => each !== undefined)),
    ).toEqual([])
    expect(attack?.steps.map(({ does }) => does)).toEqual(written.attack?.steps.map(() => null))
    expect(expectedPath).toEqual([])
    expect(players.good.every(({ does }) => ['ask', 'answer', 'inject'].includes(does))).toBe(true)
  })

  it('narrowed is played to its end, with every inject, and the good script meets what is left', async () => {
    const exercise = talked()
    const record = await played(exercise)
    expect(record.end).toEqual({ kind: 'finished' })
    expect(record.events.filter(({ kind }) => kind === 'INJECT')).toHaveLength(exercise.injects.length)
    expect(record.events.filter(({ kind }) => kind === 'VOID')).toEqual([])
    expect(scoreRun(exercise, record).objectives.every(({ met }) => met)).toBe(true)
  })

  it('is refused where talk could show none of the objectives', () => {
    const objectives = written.objectives.filter(({ metric }) => metric === 'pathAsExpected')
    const moded = inMode({ ...written, objectives }, 'discuss')
    expect(moded.ok ? '' : moded.why).toMatch(/^No objective of .+ can be measured in a discussion/)
  })
})
