import type { Exercise } from '../../exercises/exercise-file.js'
import type { ScriptedMove } from '../../exercises/schema/players.js'
import { scriptedPlayers } from '../../exercises/scripted-players.js'
import type { Log } from '../../src/engine/engine.js'
import { Pace } from './paced/pace.js'
import { PacedStage } from './paced/paced-stage.js'
import type { Play } from './play-exercise.js'
import type { PlayStage } from './play-stage.js'
import { startVirtualStage } from './start-virtual-stage.js'
import { filmNarrator } from './terminal/film-narrator.js'
import { hasColours, paintFor } from './terminal/paint.js'
import { PeopleAtTerminal } from './terminal/people-at-terminal.js'
import { type TerminalStreams, widthOfStream } from './terminal/terminal-streams.js'

/** Who plays: a script, by name, or people at this terminal, who play these roles. */
export type PlayedBy =
  | { readonly kind: 'script'; readonly name: string; readonly moves: readonly ScriptedMove[] }
  | { readonly kind: 'people'; readonly roles: readonly string[] }

/** What a person chose who starts an exercise. */
export interface PlayChoice {
  readonly by: PlayedBy
  /** `virtual`: everything in this process, in virtual time. `service`: the real service, in real time, for scripts alone. */
  readonly stage: 'virtual' | 'service'
  /** 0: as fast as it goes, for scripts alone; else so many times a real clock. */
  readonly timeScale: number
  /** Where the timeline is shown, and people type. */
  readonly streams: TerminalStreams
  /** Ends the process at once, where somebody at the terminal wants it. */
  readonly abort: () => void
  /** Calls back when the terminal is gone. */
  readonly onHangup: (act: () => void) => void
}

/** On which stage an exercise is played, by whom, and where it is shown: the one place that knows them all. */
export function choosePlay(exercise: Exercise, choice: PlayChoice): Play {
  const { by, timeScale, streams, abort, onHangup } = choice
  const pace = new Pace(timeScale)
  const start = (played: Exercise, log?: Log) => startStage(played, choice, pace, log)
  if (by.kind === 'script') return filmed(by, start, choice)
  const people = new PeopleAtTerminal({ exercise, roles: by.roles, pace, streams, abort })
  onHangup(() => people.hangUp())
  return {
    ready: () => people.welcome(),
    startStage: start,
    seat: (stage) => people.seat(stage),
    leave: () => people.leave(),
  }
}

type Script = Extract<PlayedBy, { kind: 'script' }>

function filmed({ name, moves }: Script, startStage: Play['startStage'], choice: PlayChoice): Play {
  const { timeScale, streams } = choice
  const { output, env } = streams
  const screen = {
    print: (line: string) => void output.write(`${line}\n`),
    width: () => widthOfStream(output),
    paint: paintFor(hasColours(output, env)),
  }
  const pace = timeScale === 0 ? 'at once' : `x${timeScale}`
  return {
    startStage,
    seat: () => ({
      players: scriptedPlayers(name, moves),
      narrator: filmNarrator(screen, { pace, people: `everybody: ${name}` }),
    }),
  }
}

async function startStage(
  exercise: Exercise,
  { stage: kind, timeScale }: PlayChoice,
  pace: Pace,
  log: Log | undefined,
): Promise<PlayStage> {
  if (kind === 'service') {
    // Server, queue and database: much to load, and of no use elsewhere.
    const { startServiceStage } = await import('./service/start-service-stage.js')
    return await startServiceStage(exercise, { timeScale, ...(log === undefined ? {} : { log }) })
  }
  const stage = await startVirtualStage(exercise, log)
  return timeScale === 0 ? stage : new PacedStage(stage, pace)
}
