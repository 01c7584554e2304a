import type { Exercise } from '../../../exercises/exercise-file.js'
import type { Move } from '../../../exercises/moves.js'
import type { Table } from '../../../exercises/players.js'
import { assertNever } from '../../../src/domain/assert-never.js'
import { terminalText } from '../../terminal-text.js'
import type { Pace } from '../paced/pace.js'
import type { PlayStage } from '../play-stage.js'
import type { Board } from './board.js'
import { briefingLines } from './briefing.js'
import type { Command, LookCommand } from './command.js'
import { helpLines } from './help.js'
import { incidentPages } from './incident-pages.js'
import { missingText } from './missing-text.js'
import { OfferNumbers } from './offer-numbers.js'
import type { Paint } from './paint.js'
import { parseCommand } from './parse-command.js'
import type { RolesPlayed } from './roles-played.js'
import type { Screen } from './screen.js'
import { echoed } from './screen.js'
import { setPace } from './set-pace.js'
import { statusLines, whoLines } from './status-page.js'
import { wrap } from './text-width.js'
import { type MoveCommand, toMove, whyIdle } from './to-move.js'

export interface CarryOutPlace {
  readonly exercise: Exercise
  readonly board: Board
  readonly roles: RolesPlayed
  readonly pace: Pace
  readonly screen: Screen
  readonly paint: Paint
  readonly stage: () => PlayStage | null
  readonly table: () => Table | null
}

type Lines = readonly string[]

/** What the next line answers, in place of being a command. */
type Pending =
  | { readonly kind: 'text'; readonly label: string; readonly complete: (text: string) => MoveCommand }
  | { readonly kind: 'quit' }

const MOST_CHARS = 5_000

/** Alone on their line these are what they say, also where a reason is asked for: somebody wants to look before, or to stop the clock. */
const BETWEEN = ['evidence', 'plan', 'status', 'who', 'briefing', 'help', 'pause', 'quit']

function lookBetween(line: string): Command | null {
  if (!BETWEEN.includes(line.trim())) return null
  const command = parseCommand(line)
  return 'error' in command ? null : command
}

/** Carries out what people type, a line at a time. */
export class CarryOut {
  /** What is before them: numbers pick from it. */
  readonly offers = new OfferNumbers()
  readonly #place: CarryOutPlace
  #pending: Pending | null = null

  constructor(place: CarryOutPlace) {
    this.#place = place
  }

  get label(): string {
    if (this.#pending?.kind === 'quit') return 'End the exercise here? (yes, no) '
    if (this.#pending?.kind === 'text') return this.#pending.label
    return `${this.#place.roles.speakingAs ?? 'you'}> `
  }

  get isQuitting(): boolean {
    return this.#pending?.kind === 'quit'
  }

  line(line: string): void {
    const { screen, paint } = this.#place
    if (line.trim() !== '')
      screen.print([paint('dim', echoed(this.label, terminalText(line, MOST_CHARS), screen.width))])
    const answer = this.#answer(line)
    if (answer.length > 0) screen.print(answer)
  }

  /** Whatever was begun: the next line says whether the run is to end. */
  askToQuit(): void {
    this.#pending = { kind: 'quit' }
  }

  /** Ends the run: its record and report are written. */
  end(reason: string): void {
    this.#pending = null
    const by = this.#place.roles.played[0] ?? ''
    this.#submit([{ does: 'end', by, reason }])
  }

  /** What is to be shown of it at once; what it leads to comes by the timeline. */
  #answer(line: string): Lines {
    const pending = this.#pending
    this.#pending = null
    if (pending === null) {
      const command = parseCommand(line)
      return 'error' in command ? this.#say(command.says) : this.#carryOut(command)
    }
    if (pending.kind === 'quit') {
      if (/^(y|yes)$/i.test(line.trim())) this.end('Quit at the terminal.')
      return []
    }
    if (line.trim() === '') return this.#say('Nothing was said.')
    const meanwhile = lookBetween(line)
    if (meanwhile === null) return this.#play(pending.complete(line.trim()))
    this.#pending = pending
    return this.#carryOut(meanwhile)
  }

  #carryOut(command: Command): Lines {
    switch (command.does) {
      case 'nothing':
        return []
      case 'choose':
        return this.#choose(command.number)
      case 'quit':
        this.askToQuit()
        return []
      case 'help':
        return helpLines(command.about, this.#place.roles.leads, this.#place.screen.width, this.#place.paint)
      case 'as':
        return this.#speakAs(command.role)
      case 'evidence':
      case 'plan':
      case 'status':
      case 'who':
      case 'briefing':
        return this.#look(command)
      case 'pause':
      case 'go':
      case 'ff':
      case 'faster':
      case 'slower':
      case 'scale':
        return this.#say(setPace(command, { ...this.#place, nowMs: this.#nowMs() }))
      default:
        return this.#play(command)
    }
  }

  #choose(number: number): Lines {
    const choice = this.offers.pick(number)
    if (choice === 'over') return this.#say(`What ${number} was about is over. \`status\` shows what is asked now.`)
    if (choice === 'never')
      return this.#say('There is no such choice. `status` shows what is asked, `help` what you can do.')
    return this.#carryOut(choice.command)
  }

  /** A move whose reason or text is missing is asked for it first. */
  #play(command: MoveCommand): Lines {
    const { board, roles, exercise } = this.#place
    const idle = whyIdle(command, { board, roles })
    if (idle !== null) return this.#say(idle)
    const asked = missingText(command)
    if (asked !== null) {
      this.#pending = { kind: 'text', ...asked }
      return []
    }
    const everybody = exercise.roles.map(({ id }) => id)
    const meant = toMove(command, { board, roles, everybody, nowMs: this.#nowMs() })
    if ('says' in meant) return this.#say(meant.says)
    this.#submit(meant.moves)
    return []
  }

  #submit(moves: readonly Move[]): void {
    const table = this.#place.table()
    for (const move of moves) table?.play(move)
    this.#place.pace.wake()
  }

  #speakAs(role: string | null): Lines {
    const { roles } = this.#place
    const meant = roles.played.find((each) => each === role?.toLowerCase() || each === role)
    if (role !== null && meant === undefined) return this.#say(`You play ${roles.played.join(', ')}.`)
    roles.speakAs(meant ?? null)
    return this.#say(meant === undefined ? 'Each thing is done by the role that may.' : `You speak as ${meant}.`)
  }

  #look({ does, incident }: LookCommand): Lines {
    const { exercise, board, roles, screen, paint, pace } = this.#place
    const { width } = screen
    switch (does) {
      case 'status':
        return statusLines(
          { exercise, board, roles, pace, nowMs: this.#nowMs(), offers: this.offers.open },
          width,
          paint,
        )
      case 'who':
        return whoLines(exercise, board, roles, this.#nowMs(), width, paint)
      case 'briefing':
        return briefingLines(exercise, roles, width, paint)
      case 'evidence':
      case 'plan':
        void this.#lookAtIncident(does, incident).then((lines) => screen.print(lines))
        return []
      default:
        return assertNever(does, 'page')
    }
  }

  async #lookAtIncident(page: 'evidence' | 'plan', incident: number | null): Promise<Lines> {
    const { stage, board, screen, paint } = this.#place
    const meant = board.incidents.find(({ no }) => no === incident) ?? board.incidents.at(-1)
    if (meant === undefined) return this.#say('There is no incident yet.')
    try {
      const view = (await stage()?.incidentView(meant.id)) ?? null
      return view === null ? this.#say('There is no such incident.') : incidentPages(page, view, screen.width, paint)
    } catch (error) {
      // Whoever looks must not end the run: what cannot be read is said, and asked for again by whoever wants it.
      return this.#say(`It could not be read: ${String(error)}`)
    }
  }

  #say(sentence: string): Lines {
    if (sentence === '') return []
    const { screen, paint } = this.#place
    const lines = wrap(terminalText(sentence, MOST_CHARS), screen.width - 11)
    return lines.map((line) => `${' '.repeat(10)}${paint('dim', line)}`)
  }

  #nowMs(): number {
    return this.#place.table()?.nowMs() ?? 0
  }
}
