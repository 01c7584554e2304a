import type { Exercise } from '../../../exercises/exercise-file.js'
import type { Narrator } from '../../../exercises/narrator.js'
import type { Players, Table } from '../../../exercises/players.js'
import type { RunEvent } from '../../../exercises/run-event.js'
import { scriptedPlayers } from '../../../exercises/scripted-players.js'
import { terminalText } from '../../terminal-text.js'
import type { Pace } from '../paced/pace.js'
import type { Seats } from '../play-exercise.js'
import type { PlayStage } from '../play-stage.js'
import { Board } from './board.js'
import { briefingLines, headerLines } from './briefing.js'
import { CarryOut } from './carry-out.js'
import { rowLines, type TimelineRow } from './columns.js'
import { completions } from './complete.js'
import { offersNow } from './offers.js'
import { hasColours, type Paint, paintFor } from './paint.js'
import { RolesPlayed } from './roles-played.js'
import { rubricLines } from './rubric-lines.js'
import { Screen } from './screen.js'
import { showOffer } from './show-offer.js'
import { statusLine } from './status-line.js'
import type { TerminalStreams } from './terminal-streams.js'
import { endRow, lateRow, rowOf } from './timeline-row.js'

export interface PeopleOptions {
  readonly exercise: Exercise
  /** The roles that they play; the file's good script plays the others. */
  readonly roles: readonly string[]
  readonly pace: Pace
  readonly streams: TerminalStreams
  /** Ends the process at once; the terminal is as it was before. */
  readonly abort: () => void
}

const REFRESH_MS = 200

/** People who play at a terminal: they see the timeline, type commands at any time, and the clock does not wait for them. */
export class PeopleAtTerminal {
  readonly #options: PeopleOptions
  readonly #roles: RolesPlayed
  readonly #board: Board
  readonly #paint: Paint
  readonly #screen: Screen
  readonly #carryOut: CarryOut
  #stage: PlayStage | null = null
  #table: Table | null = null
  #onEnter: ((goOn: boolean) => void) | null = null
  #refresh: NodeJS.Timeout | null = null
  #isOver = false
  #hasQuit = false
  #isEnding = false

  constructor(options: PeopleOptions) {
    const { exercise, roles, streams, pace } = options
    this.#options = options
    this.#roles = new RolesPlayed(exercise, roles)
    this.#board = new Board(exercise)
    this.#paint = paintFor(hasColours(streams.output, streams.env))
    this.#screen = new Screen(streams, {
      line: (line) => this.#typed(line),
      interrupt: () => this.#interrupted(),
      ended: () => this.#inputEnded(),
      complete: (line) => completions(line, { exercise, board: this.#board, roles: this.#roles }),
    })
    this.#carryOut = new CarryOut({
      exercise,
      board: this.#board,
      roles: this.#roles,
      pace,
      screen: this.#screen,
      paint: this.#paint,
      stage: () => this.#stage,
      table: () => this.#table,
    })
  }

  /** Shows what it is about and waits for Enter; false: they do not want to play. */
  async welcome(): Promise<boolean> {
    const { exercise } = this.#options
    this.#screen.print([
      ...this.#header(),
      ...briefingLines(exercise, this.#roles, this.#screen.width, this.#paint),
      '',
    ])
    const answered = new Promise<boolean>((resolve) => {
      this.#onEnter = resolve
    })
    this.#screen.open(' Press Enter to begin (quit: not now) ')
    const goOn = await answered
    this.#onEnter = null
    if (!goOn) this.#close()
    else this.#screen.setLabel(' setting up ... ')
    return goOn
  }

  /** Takes their places: on a stage whose time goes on at their pace. */
  seat(stage: PlayStage): Seats {
    this.#stage = stage
    const { exercise } = this.#options
    const others = exercise.players.good.filter(({ by }) => !this.#roles.played.includes(by))
    const script = scriptedPlayers('good', others)
    const players: Players = {
      name: 'people',
      begin: async (table) => {
        this.#table = table
        await script.begin(table)
      },
      see: async (event, table) => await script.see(event, table),
      end: () => script.end(),
    }
    return { players, narrator: this.#narrator() }
  }

  /**
   * Waits for Enter where the run ended by itself: somebody may be typing, and what they type must not come to the shell. Then the
   * terminal is as it was.
   */
  async leave(): Promise<void> {
    if (this.#screen.isOpen && !this.#hasQuit) {
      const left = new Promise<boolean>((resolve) => {
        this.#onEnter = resolve
      })
      this.#screen.setLabel(' Press Enter to see how it went ')
      await left
    }
    this.#onEnter = null
    this.#close()
  }

  /** The terminal is gone, and nobody sees the end: what happened until now is kept. */
  hangUp(): void {
    this.#inputEnded()
  }

  #narrator(): Narrator {
    return {
      begin: async () => {
        this.#screen.setLabel(this.#carryOut.label)
        this.#showStatus()
        this.#refresh = setInterval(() => this.#showStatus(), REFRESH_MS)
      },
      tell: async (event) => this.#tell(event),
      end: async (record) => {
        this.#show(endRow(record))
        this.#finish(record.end.kind === 'stopped')
      },
    }
  }

  #tell(event: RunEvent): void {
    const late = event.kind === 'INJECT_ENDED' ? lateRow(event, this.#board) : null
    this.#board.notice(event)
    const { leads } = this.#roles
    const incidentNo = (incident: string) => this.#board.incidentNo(incident)
    const isTold = (inject: string) => this.#board.isTold(inject)
    const row = rowOf(event, { secrets: leads, marks: leads, incidentNo, isTold }) ?? late
    if (row !== null) this.#show(row)
    if (leads && event.kind === 'ANSWER') {
      this.#screen.print(rubricLines(this.#options.exercise, event, this.#screen.width, this.#paint))
    }
    this.#offer()
    const asked = event.kind === 'QUESTION_OPENED' || event.kind === 'NOTICE' || event.kind === 'DECISION'
    if (asked) void this.#lookWhoMay(event.incident)
  }

  /** Whose word counts by now, and until when: where nobody decides in time more people are asked, and no event says so. */
  async #lookWhoMay(incident: string): Promise<void> {
    try {
      const asked = (await this.#stage?.incidentView(incident))?.question
      if (asked === undefined || asked === null || this.#stage === null) return
      const { mayApprove, expiresAt } = asked
      const expiresAtMs = expiresAt === null ? null : this.#stage.toExerciseMs(expiresAt)
      this.#board.renew(incident, { mayApprove, expiresAtMs })
      if (!this.#isOver) this.#offer()
    } catch (error) {
      // People are shown what was known before; a stage that fails ends the run by itself.
      this.#screen.print([this.#paint('dim', ` ${terminalText(String(error), 300)}`)])
    }
  }

  #show(row: TimelineRow): void {
    this.#options.pace.arrive()
    this.#screen.print(rowLines(row, this.#screen.width, this.#paint))
  }

  /** What people are asked that they were not before. */
  #offer(): void {
    const offers = offersNow(this.#options.exercise, this.#board, this.#roles)
    const fresh = this.#carryOut.offers.update(offers)
    if (fresh.length === 0) return
    this.#screen.print(fresh.flatMap((offer) => showOffer(offer, this.#screen.width, this.#paint)))
  }

  #showStatus(): void {
    const { pace } = this.#options
    if (this.#stage === null || this.#isOver) return
    const scene = { nowMs: this.#stage.nowMs(), board: this.#board, roles: this.#roles, pace }
    this.#screen.setStatus(statusLine(scene, this.#screen.width, this.#paint))
    this.#screen.setLabel(this.#carryOut.label)
  }

  #typed(line: string): void {
    if (this.#onEnter !== null) this.#onEnter(!/^(q|quit|exit|n|no)$/i.test(line.trim()))
    else if (this.#table !== null) this.#carryOut.line(line)
    this.#showStatus()
  }

  #interrupted(): void {
    if (this.#onEnter !== null) this.#onEnter(false)
    else if (this.#table === null || this.#isEnding) this.#abort()
    else if (this.#carryOut.isQuitting) this.#endNow('Ended at the terminal by Ctrl-C.')
    else this.#carryOut.askToQuit()
    this.#showStatus()
  }

  #inputEnded(): void {
    if (this.#onEnter !== null) this.#onEnter(false)
    else if (this.#table === null) this.#abort()
    else this.#endNow('The input ended.')
  }

  /** What happened until now is kept. A stage that hangs is left by another Ctrl-C, with nothing kept. */
  #endNow(reason: string): void {
    this.#isEnding = true
    this.#carryOut.end(reason)
  }

  #abort(): void {
    this.#close()
    this.#options.abort()
  }

  #finish(hasQuit: boolean): void {
    this.#isOver = true
    this.#hasQuit = hasQuit
    this.#table = null
    if (this.#refresh !== null) clearInterval(this.#refresh)
    this.#refresh = null
    this.#screen.setStatus(null)
    this.#screen.setLabel(' ')
  }

  #close(): void {
    if (this.#refresh !== null) clearInterval(this.#refresh)
    this.#refresh = null
    this.#isOver = true
    this.#screen.close()
  }

  #header(): string[] {
    const { exercise, pace } = this.#options
    const whom = exercise.roles.map(({ id }) => `${id}: ${this.#roles.played.includes(id) ? 'you' : 'the program'}`)
    const scene = { pace: `x${pace.scale}`, people: whom.join(', ') }
    return headerLines(exercise, scene, this.#screen.width, this.#paint)
  }
}
