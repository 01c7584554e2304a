import { DeskOfRun } from '../../../../app/exercise/slack/desk-of-run.js'
import { SlackNarrator } from '../../../../app/exercise/slack/slack-narrator.js'
import { slackPlayers } from '../../../../app/exercise/slack/slack-players.js'
import { SlackRun } from '../../../../app/exercise/slack/slack-run.js'
import { runExercise } from '../../../../exercises/run-exercise.js'
import type { SlackPost } from '../../../../integrations/slack/incident-card.js'
import type { DeskAnswer } from '../../../../integrations/slack/slack-desk.js'
import type { SlackBoard } from '../../../../integrations/slack/view/slack-board.js'
import { FakeStage } from '../../../support/exercises/fake-stage.js'
import { starterExercise } from '../../../support/exercises/starter.js'

const exercise = starterExercise()
const question = 'How did somebody get the credentials of an instance?'

/** A run on a stage in memory: Ben plays the responder, and does this once the first inject is there. */
async function playedBy(acts: (desk: DeskOfRun) => Promise<DeskAnswer>) {
  const run = new SlackRun({ exercise, cast: new Map([['responder', 'U0BEN']]), timeScale: 1 })
  const desk = new DeskOfRun(run, () => false)
  const shown: SlackPost[][] = []
  const answers: Promise<DeskAnswer>[] = []
  const board: SlackBoard = {
    show: (posts) => {
      shown.push([...posts])
      if (answers.length === 0 && run.goesOn && run.events.some(({ kind }) => kind === 'INJECT'))
        answers.push(acts(desk))
    },
    settled: async () => true,
    stop: async () => {},
  }
  const narrator = new SlackNarrator(run, board)
  const record = await runExercise(exercise, new FakeStage(exercise), slackPlayers(run), narrator)
  await narrator.close('kept/1-report.md')
  const texts = (shown.at(-1) ?? []).map((post) => JSON.stringify(post))
  return { record, run, texts, answers: await Promise.all(answers) }
}
const who = { userId: 'U0BEN', teamId: 'T0TEAM', channelId: 'C0EXERCISE', appId: 'A0APP' }
const ask = (desk: DeskOfRun) =>
  desk.exerciseSent(who, { kind: 'ask', run: null, inject: null, role: null, choice: null, text: question })

describe('an exercise with people in Slack', () => {
  it('has what a person did on its record, and of their role nothing that the script says', async () => {
    const { record, answers } = await playedBy(ask)
    expect(record.players).toBe('people')
    const asked = record.events.filter((event) => event.kind === 'ASKED')
    expect(asked).toEqual([expect.objectContaining({ by: 'responder', text: question, revealed: ['theft'] })])
    expect(answers).toEqual([
      expect.objectContaining({ outcome: 'done', text: expect.stringMatching(/came to light/) }),
    ])
    expect(record.events.some((event) => event.kind === 'ANSWER' && event.by === 'responder')).toBe(false)
  })

  it('has the other roles played by the script', async () => {
    const { record } = await playedBy(ask)
    expect(record.events).toContainEqual(
      expect.objectContaining({ kind: 'DECISION', by: 'approver', decision: 'approve' }),
    )
    expect(record.events).toContainEqual(expect.objectContaining({ kind: 'PRESSURE', by: 'approver' }))
  })

  it('is told to its end: what was missed, and where the report is', async () => {
    const { texts } = await playedBy(ask)
    expect(texts[0]).toContain('Over at T+')
    expect(texts.at(-1)).toMatch(/\*MISSED\* The team knows what the block does to the web shop: 0, target 2/)
    expect(texts.at(-1)).toMatch(/What does the block do, and what comes next\?: Nobody answered in time\./)
    expect(texts.at(-1)).toContain('`kept/1-report.md`')
    expect(texts.find((text) => text.includes('Asked'))).toContain('*It came to light:*')
  })

  it('ends by a signal where it was started, with all that was done on its record, and once only', async () => {
    const run = new SlackRun({ exercise, cast: new Map([['responder', 'U0BEN']]), timeScale: 1 })
    const told: boolean[] = [run.interrupt()]
    const board: SlackBoard = {
      show: () => void (run.events.length === 3 && told.push(run.interrupt())),
      settled: async () => true,
      stop: async () => {},
    }
    const record = await runExercise(
      exercise,
      new FakeStage(exercise),
      slackPlayers(run),
      new SlackNarrator(run, board),
    )
    expect(record.end).toMatchObject({ kind: 'stopped', reason: expect.stringContaining('by a signal') })
    expect(record.events.length).toBeGreaterThanOrEqual(3)
    expect([...told, run.interrupt()]).toEqual([false, true, false])
  })

  it('ends when the facilitator ends it, and takes nothing after that', async () => {
    const lead = { ...who, userId: 'U0CY' }
    const run = new SlackRun({ exercise, cast: new Map([['facilitator', 'U0CY']]), timeScale: 1 })
    const desk = new DeskOfRun(run, () => false)
    const board: SlackBoard = {
      show: () => void (run.events.length === 3 && desk.exerciseEnd(lead, 'The pizza is here.')),
      settled: async () => true,
      stop: async () => {},
    }
    const narrator = new SlackNarrator(run, board)
    const { end } = await runExercise(exercise, new FakeStage(exercise), slackPlayers(run), narrator)
    expect(end).toEqual({ kind: 'stopped', by: 'facilitator', reason: 'The pizza is here.' })
    expect(await desk.exerciseEnd(lead, 'x')).toMatchObject({ outcome: 'refused', text: 'The exercise is over.' })
  })
})
