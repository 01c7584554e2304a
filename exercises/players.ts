import type { Move } from './moves.js'
import type { RunEvent } from './run-event.js'

/** What players have before them: where moves are made. */
export interface Table {
  readonly nowMs: () => number
  /**
   * Makes a move, at once or after some exercise time. It is carried out before time goes on; what became of it is an event.
   * After the end of the run it does nothing.
   */
  play(move: Move, afterMs?: number): void
}

/** Who plays the roles. */
export interface Players {
  /** `good`, `bad`, `people`, or where the answers are from. */
  readonly name: string
  /**
   * Told of everything that happens, in order, each once. Exercise time of a virtual stage stands until this resolves: a scripted
   * player makes its moves and returns, a person may think. On a real stage return at once, and play later.
   */
  see(event: RunEvent, table: Table): Promise<void>
  /** Before the first event. For moves that wait for nothing but time. */
  begin(table: Table): Promise<void>
  /** The run is over: whoever still thinks need not. */
  end(): void
}
