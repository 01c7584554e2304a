import type { Exercise } from '../../exercises/exercise-file.js'
import type { ScriptedMove } from '../../exercises/schema/players.js'
import { scriptedPlayers } from '../../exercises/scripted-players.js'
import type { Log } from '../../src/engine/engine.js'
import { type EndsByItself, endAtSignal } from '../end-at-signal.js'
import { interruptible } from './interruptible.js'
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
  const start: StartStage = (played, log, endsByItself) => startStage(played, choice, { pace, log, endsByItself })
  if (by.kind === 'script') return filmed(exercise, by, start, choice)
  const people = new PeopleAtTerminal({ exercise, roles: by.roles, pace, streams, abort })
  onHangup(() => people.hangUp())
  return {
    ready: () => people.welcome(),
    startStage: (played, log) => start(played, log),
    seat: (stage) => people.seat(stage),
    leave: () => people.leave(),
  }
}

type StartStage = (exercise: Exercise, log?: Log, endsByItself?: EndsByItself) => Promise<PlayStage>

type Script = Extract<PlayedBy, { kind: 'script' }>

/** Ctrl-C ends a film as somebody who plays would, so that what happened until then is kept; the next one ends the process. */
function filmed(exercise: Exercise, { name, moves }: Script, start: StartStage, choice: PlayChoice): Play {
  const { timeScale, streams } = choice
  const { players, interrupt } = interruptible(scriptedPlayers(name, moves), exercise)
  const { output, env } = streams
  const screen = {
    print: (line: string) => void output.write(`${line}\n`),
    width: () => widthOfStream(output),
    paint: paintFor(hasColours(output, env)),
  }
  const pace = timeScale === 0 ? 'at once' : `x${timeScale}`
  const atCtrlC: EndsByItself = (signal) => signal === 'SIGINT' && interrupt()
  // A stage of virtual time has nothing that outlives the process; the service's takes itself down.
  const forget = choice.stage === 'virtual' ? endAtSignal(async () => {}, atCtrlC) : () => {}
  return {
    startStage: (played, log) => start(played, log, atCtrlC),
    seat: () => ({ players, narrator: filmNarrator(screen, { pace, people: `everybody: ${name}` }) }),
    leave: async () => forget(),
  }
}

interface Backstage {
  readonly pace: Pace
  readonly log: Log | undefined
  readonly endsByItself: EndsByItself | undefined
}

async function startStage(
  exercise: Exercise,
  { stage: kind, timeScale }: PlayChoice,
  { pace, log, endsByItself }: Backstage,
): Promise<PlayStage> {
  if (kind === 'service') {
    // Server, queue and database: much to load, and of no use elsewhere.
    const { startServiceStage } = await import('./service/start-service-stage.js')
    return await startServiceStage(exercise, {
      timeScale,
      ...(log === undefined ? {} : { log }),
      ...(endsByItself === undefined ? {} : { endsByItself }),
    })
  }
  const stage = await startVirtualStage(exercise, log)
  return timeScale === 0 ? stage : new PacedStage(stage, pace)
}
