import { PassThrough, Writable } from 'node:stream'

/** A keyboard that a program takes for a terminal's. */
class Keyboard extends PassThrough {
  readonly isTTY = true
  isRaw = false

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw
    return this
  }
}

/** What a program writes to a terminal, drawn as one draws it: enough of VT100 for what a line editor uses. */
class Glass extends Writable {
  readonly isTTY = true
  readonly columns: number
  raw = ''
  #rows: string[][] = [[]]
  #row = 0
  #column = 0

  constructor(columns: number) {
    super({ decodeStrings: false })
    this.columns = columns
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    const text = String(chunk)
    this.raw += text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it reads what a terminal is sent
    for (const [token] of text.matchAll(/\x1b\[[0-9;?]*[A-Za-z]|[\s\S]/gu)) this.#take(token)
    done()
  }

  get lines(): string[] {
    return this.#rows.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    )
  }

  #take(token: string): void {
    const [, count = '', act] = /^\[([0-9;?]*)([A-Za-z])$/.exec(token.slice(1)) ?? []
    const times = Number(count || '1')
    if (act === 'A') this.#row = Math.max(0, this.#row - times)
    else if (act === 'B') this.#row += times
    else if (act === 'C') this.#column += times
    else if (act === 'D') this.#column = Math.max(0, this.#column - times)
    else if (act === 'G') this.#column = times - 1
    else if (act === 'J') this.#clearDown()
    else if (act === 'K') this.#line().splice(this.#column)
    else if (act === undefined) this.#print(token)
  }

  #print(char: string): void {
    if (char === '\r') this.#column = 0
    else if (char === '\n') {
      this.#row += 1
      this.#column = 0
    } else {
      if (this.#column >= this.columns) {
        this.#row += 1
        this.#column = 0
      }
      this.#line()[this.#column] = char
      this.#column += 1
    }
    this.#line()
  }

  #clearDown(): void {
    this.#line().splice(this.#column)
    this.#rows.splice(this.#row + 1)
  }

  #line(): string[] {
    while (this.#rows.length <= this.#row) this.#rows.push([])
    return this.#rows[this.#row] ?? []
  }
}

/** A terminal without one: somebody types, and what the screen shows is looked at. */
export class TinyTerminal {
  readonly input = new Keyboard()
  readonly output: Glass
  readonly env: NodeJS.ProcessEnv

  constructor(columns = 100, env: NodeJS.ProcessEnv = { TERM: 'xterm' }) {
    this.output = new Glass(columns)
    this.env = env
  }

  type(text: string): void {
    this.input.write(text)
  }

  get lines(): string[] {
    return this.output.lines
  }

  /** Resolves when the screen shows it. */
  async shows(pattern: RegExp, withinMs = 20_000): Promise<void> {
    const startedAtMs = performance.now()
    while (!pattern.test(this.lines.join('\n'))) {
      if (performance.now() - startedAtMs > withinMs)
        throw new Error(`${pattern} is not shown:\n${this.lines.join('\n')}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
}
