import { DeskOfRun } from '../../../app/exercise/slack/desk-of-run.js'
import { SlackRun } from '../../../app/exercise/slack/slack-run.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import type { Move } from '../../../exercises/moves.js'
import type { RunEvent, RunEventOf } from '../../../exercises/run-event.js'
import type { SlackActor } from '../../../integrations/slack/slack-desk.js'

/** A run that people in Slack play, without the run: the test says what becomes of a move. */
export function slackTable(exercise: Exercise, cast: Readonly<Record<string, string>>) {
  const run = new SlackRun({ exercise, cast: new Map(Object.entries(cast)), timeScale: 1 })
  const moves: Move[] = []
  const state = { isDown: false, nowMs: 60_000, becomes: (_move: Move): RunEvent | null => null }
  const play = (move: Move) => {
    moves.push(move)
    const event = state.becomes(move)
    // A run takes a moment to look.
    if (event !== null) setTimeout(() => run.note(event), 1)
  }
  const begin = () => {
    run.begin('2026-03-01T10:00:00.000Z')
    run.sit({ nowMs: () => state.nowMs, play })
  }
  const as = (userId: string): SlackActor => ({ userId, teamId: 'T0TEAM', channelId: 'C0EXERCISE', appId: 'A0APP' })
  return { run, desk: new DeskOfRun(run, () => state.isDown), moves, state, begin, as }
}

/** As it is played in the starter. */
export function anInjectEvent(inject: string, injectKind: 'pressure' | 'question'): RunEventOf<'INJECT'> {
  return {
    kind: 'INJECT',
    atMs: 60_000,
    inject,
    injectKind,
    title: 'The manager is worried',
    to: ['approver'],
    from: injectKind === 'pressure' ? 'The manager' : null,
    text: 'What happens to my shop?',
    untilMs: 240_000,
  }
}
