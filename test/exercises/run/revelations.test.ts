import { withFilledTexts } from '../../../exercises/filled-texts.js'
import { afterAction } from '../../../exercises/report/after-action.js'
import { changed, exerciseOf, initText, played } from '../../support/exercises/exercises.js'
import { FakeStage } from '../../support/exercises/fake-stage.js'

async function revealed(text: string, stage?: (exercise: ReturnType<typeof exerciseOf>) => FakeStage) {
  const exercise = exerciseOf(text)
  const { events } = await played(exercise, [], stage?.(exercise))
  return events.flatMap((event) => (event.kind === 'REVEALED' ? [[event.step, event.how, event.atMs]] : []))
}

describe('what is hidden', () => {
  it('comes to light once the evidence on the record shows it', async () => {
    expect(await revealed(initText)).toEqual([['second-door', 'evidence', 2_000]])
  })

  it('comes to light by evidence that is gathered anew, although the incident stays where it is', async () => {
    const late = (exercise: ReturnType<typeof exerciseOf>) => {
      const stage = new FakeStage(exercise)
      const evidence = stage.evidence.bind(stage)
      stage.evidence = async (incident) => (stage.nowMs() < 60_000 ? { actions: [] } : await evidence(incident))
      stage.later(60_000, () => {
        const detail = { evidenceDigest: 'sha256:0', changesPlan: null }
        stage.incidentsMade[0]?.record('EVIDENCE_REFRESHED', 'timer', 'fake', detail)
      })
      return stage
    }
    expect(await revealed(initText, late)).toEqual([['second-door', 'evidence', 60_000]])
  })

  it('comes to light by an inject', async () => {
    const text = changed(
      initText,
      ['revealedBy: {evidence: [CreateUser], asking: [new user*, created user*, persist*, come back]}', ''],
      ['at: 0s\n', 'at: 0s\n    reveals: [second-door]\n'],
    )
    expect(await revealed(text)).toEqual([['second-door', 'inject', 0]])
  })

  it('is told with what its placeholders stand for, and so is the report of what nobody found out', async () => {
    const exercise = exerciseOf(
      changed(initText, ['the user support-2 to come back', 'a user of {{account}} to come back']),
    )
    const stage = new FakeStage(exercise)
    const account = stage.meaningOf({ kind: 'account', id: null })
    const record = await played(exercise, [], stage)
    const told = record.events.find((event) => event.kind === 'REVEALED')
    expect(told).toMatchObject({ text: expect.stringContaining(`a user of ${account} to`) })
    const filled = withFilledTexts(exercise, (placeholder) => stage.meaningOf(placeholder))
    const { attacker } = afterAction({ exercise: filled, record, reports: [], earlier: [] })
    expect(attacker.steps).toMatchObject([{ text: expect.stringContaining(`a user of ${account} to`) }])
  })

  it('does not come to light before it has happened, whatever the evidence shows', async () => {
    const text = changed(initText, ['hidden: true\n', 'hidden: true\n      at: 5m\n      does: mint-key\n'])
    expect(await revealed(text)).toEqual([['second-door', 'evidence', 1_803_000]])
  })
})
