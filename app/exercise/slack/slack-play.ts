import type { Exercise } from '../../../exercises/exercise-file.js'
import type { Narrator } from '../../../exercises/narrator.js'
import { type RunningSlack, startSlack } from '../../slack/start-slack.js'
import type { SlackConfig } from '../../slack-config.js'
import type { Play, PlayedRun } from '../play-exercise.js'
import type { ChatParts } from '../service/service-options.js'
import type { ServiceStage } from '../service/service-stage.js'
import { startServiceStage } from '../service/start-service-stage.js'
import { type FilmScreen, filmNarrator } from '../terminal/film-narrator.js'
import type { Cast } from './cast.js'
import { DeskOfRun } from './desk-of-run.js'
import { SlackNarrator } from './slack-narrator.js'
import { slackPlayers } from './slack-players.js'
import { SlackRun } from './slack-run.js'

export interface SlackPlayOptions {
  readonly slack: SlackConfig
  /** As readCast has checked it. */
  readonly cast: Cast
  /** How much faster than a clock, 1 or more. */
  readonly timeScale: number
  /** Where the timeline is shown to whoever started it. */
  readonly screen: FilmScreen
  /** Keeps the run while its stage still stands, and answers with where its report is. */
  readonly keep: (played: PlayedRun) => string
}

/**
 * An exercise that people play in Slack, on the real service: the product's own cards, and beside them a headline whose thread has
 * what comes in. Members act on the cards under the roles that they play.
 */
export function slackPlay(
  exercise: Exercise,
  { slack, cast, timeScale, screen, keep }: SlackPlayOptions,
): Play<ServiceStage> {
  const { print } = screen
  const run = new SlackRun({ exercise, cast, timeScale })
  const channel = slack.exerciseChannel ?? slack.channel
  let running: RunningSlack | null = null
  let narrator: SlackNarrator | null = null
  const showIn = (parts: ChatParts): RunningSlack => {
    running = connect(parts, { slack, cast, run })
    return running
  }
  return {
    startStage: (played, log) =>
      startServiceStage(played, {
        ...{ timeScale, showIn, onProgress: print, endsByItself: () => run.interrupt() },
        ...(log === undefined ? {} : { log }),
      }),
    seat: (stage) => {
      if (running === null) throw new Error('Slack was not connected.')
      narrator = new SlackNarrator(run, running.board(channel))
      print(`It is played in Slack channel ${channel}.`)
      if (slack.appToken === null) print(`Slack posts to ${stage.url}/slack/events`)
      run.fillBy((placeholder) => stage.meaningOf(placeholder))
      return { players: slackPlayers(run), narrator: both(filmNarrator(screen, filmWords(run)), narrator) }
    },
    keep: async (played) => narrator?.close(keep(played)),
  }
}

interface Connected {
  readonly slack: SlackConfig
  readonly cast: Cast
  readonly run: SlackRun
}

function connect({ isDown, ...parts }: ChatParts, { slack, cast, run }: Connected): RunningSlack {
  const exercise = new DeskOfRun(run, isDown)
  const settings = { ...parts, slack, slackIds: cast, channelOfAccount: new Map(), exercise }
  return startSlack(settings, { shows: true, listens: true })
}

function filmWords(run: SlackRun) {
  const isScripted = run.parts().some(({ slackId }) => slackId === null)
  const people = `in Slack: ${[...run.cast.keys()].join(', ')}${isScripted ? '; the others by the script' : ''}`
  return { pace: `x${run.timeScale}`, people }
}

function both(one: Narrator, other: Narrator): Narrator {
  return {
    begin: async (exercise, startedAt) => {
      await one.begin(exercise, startedAt)
      await other.begin(exercise, startedAt)
    },
    tell: async (event) => {
      await one.tell(event)
      await other.tell(event)
    },
    end: async (record) => {
      await one.end(record)
      await other.end(record)
    },
  }
}
