import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from 'node:readline'
import { isForPeople, type TerminalStreams, widthOfStream } from './terminal-streams.js'
import { cut, widthOf } from './text-width.js'

export interface ScreenEvents {
  /** A line was typed. */
  readonly line: (line: string) => void
  /** Ctrl-C. */
  readonly interrupt: () => void
  /** The input is over: Ctrl-D, or a terminal that is gone. */
  readonly ended: () => void
  readonly complete: (line: string) => readonly string[]
}

/**
 * A terminal with a timeline above, and at the bottom a status line and what somebody is typing. What comes in is put above:
 * what was typed so far is taken away and drawn again below it, so that neither garbles the other. A dumb terminal gets plain
 * lines one after the other, and no status.
 */
export class Screen {
  readonly #streams: TerminalStreams
  readonly #events: ScreenEvents
  readonly #isPlain: boolean
  #readline: Interface | null = null
  #label = ''
  #status: string | null = null

  constructor(streams: TerminalStreams, events: ScreenEvents) {
    this.#streams = streams
    this.#events = events
    this.#isPlain = streams.env.TERM === 'dumb' || !isForPeople(streams)
    // A terminal that is gone fails at each touch: its input is then over, which is told, and whoever plays is not there to see more.
    for (const stream of [streams.input, streams.output]) stream.on('error', () => {})
  }

  get width(): number {
    return widthOfStream(this.#streams.output)
  }

  get isOpen(): boolean {
    return this.#readline !== null
  }

  open(label: string): void {
    const { input, output } = this.#streams
    const completer = (line: string): [string[], string] => [[...this.#events.complete(line)], line]
    const readline = createInterface({ input, output, completer, terminal: !this.#isPlain, historySize: 200 })
    this.#readline = readline
    readline.on('line', (line) => this.#typed(line))
    // It passes on those of its input.
    readline.on('error', () => {})
    readline.on('SIGINT', () => this.#events.interrupt())
    readline.on('close', () => {
      if (this.#readline === null) return
      this.#readline = null
      this.#events.ended()
    })
    this.setLabel(label)
  }

  /** Puts lines above the prompt. They are painted and wrapped already. */
  print(lines: readonly string[]): void {
    const { output } = this.#streams
    const text = lines.map((line) => `${line}\n`).join('')
    if (this.#readline === null || this.#isPlain) {
      output.write(text)
      if (this.#readline !== null) output.write(this.#label)
      return
    }
    const rows = this.#rowsAboveCursor(this.#readline)
    this.#toStartOfPrompt(rows)
    // readline goes up again by as many rows as it believes that the prompt has above the cursor.
    output.write(`${text}${'\n'.repeat(rows)}`)
    this.#readline.prompt(true)
  }

  setLabel(label: string): void {
    if (label === this.#label) return
    this.#label = label
    this.#draw()
    if (this.#isPlain) this.#streams.output.write(label)
  }

  /** The line above the prompt, painted, no wider than the screen; null: none. */
  setStatus(status: string | null): void {
    if (status === this.#status || this.#isPlain) return
    const hadOne = this.#status !== null
    // One row more or less: everything is drawn from its new first row.
    if (hadOne !== (status !== null) && this.#readline !== null) {
      const rows = this.#rowsAboveCursor(this.#readline)
      this.#toStartOfPrompt(rows)
      this.#streams.output.write('\n'.repeat(rows))
    }
    this.#status = status
    this.#draw()
  }

  /** Gives the terminal back as it was, prompt and status taken away. */
  close(): void {
    const readline = this.#readline
    if (readline === null) return
    this.#readline = null
    if (!this.#isPlain) this.#toStartOfPrompt(this.#rowsAboveCursor(readline))
    readline.close()
  }

  #draw(): void {
    if (this.#readline === null || this.#isPlain) return
    this.#rowsAboveCursor(this.#readline)
    this.#readline.setPrompt(this.#prompt())
    this.#readline.prompt(true)
  }

  #prompt(): string {
    return this.#status === null ? this.#label : `${this.#status}\n${this.#label}`
  }

  /** What was typed leaves the prompt: it is not shown twice, and no old status line stays above it. */
  #typed(line: string): void {
    if (!this.#isPlain) {
      const rows = Math.floor(widthOf(`${this.#label}${line}`) / this.#columns) + (this.#status === null ? 1 : 2)
      this.#toStartOfPrompt(rows)
      this.#readline?.prompt(true)
    }
    this.#events.line(line)
  }

  /** Text that is pasted over several rows readline writes without counting them, and would then draw from the wrong row: it is told. */
  #rowsAboveCursor(readline: Interface): number {
    const { rows } = readline.getCursorPos()
    Reflect.set(readline, 'prevRows', rows)
    return rows
  }

  get #columns(): number {
    return Math.max(1, this.#streams.output.columns ?? 80)
  }

  #toStartOfPrompt(rows: number): void {
    const { output } = this.#streams
    if (rows > 0) moveCursor(output, 0, -rows)
    cursorTo(output, 0)
    clearScreenDown(output)
  }
}

/** What was typed, on one line. */
export function echoed(label: string, line: string, width: number): string {
  return cut(`${' '.repeat(10)}${label}${line.trim()}`, width - 1)
}
