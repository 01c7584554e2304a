import type { Move } from '../moves.js'
import type { RunEvent } from '../run-event.js'
import type { AttackStep } from '../schema/attack.js'
import type { Inject } from '../schema/injects.js'
import { type Trigger, triggerOf } from '../trigger.js'
import { delayAfter } from '../trigger-fires.js'

/** What is to happen at some time. */
export type Due =
  | { readonly kind: 'inject'; readonly inject: Inject }
  | { readonly kind: 'step'; readonly step: AttackStep }
  | { readonly kind: 'move'; readonly move: Move }

interface Armed {
  readonly dueMs: number
  readonly order: number
  readonly due: Due
}

interface Waiting {
  readonly trigger: Trigger
  readonly due: Due
}

/**
 * What is still to come, in the order of its time, and at one time in the order in which it was armed: so that the same events
 * always give the same run.
 */
export class Timeline {
  #armed: Armed[] = []
  #waiting: Waiting[]
  #order = 0

  constructor(steps: readonly AttackStep[], injects: readonly Inject[]) {
    // The attacker comes first where both are due at once: a finding is about what was done.
    const all: Waiting[] = [
      ...steps.map((step): Waiting => ({ trigger: triggerOf(step), due: { kind: 'step', step } })),
      ...injects.map((inject): Waiting => ({ trigger: triggerOf(inject), due: { kind: 'inject', inject } })),
    ]
    // A step without a time happened before T+0 and is only to be found out; an inject without one is the facilitator's to play.
    const isPast = ({ trigger, due }: Waiting) => trigger.kind === 'manual' && due.kind === 'step'
    this.#waiting = all.filter((each) => each.trigger.kind !== 'at' && !isPast(each))
    for (const { trigger, due } of all) if (trigger.kind === 'at') this.arm(trigger.atMs, due)
  }

  arm(dueMs: number, due: Due): void {
    this.#order += 1
    this.#armed.push({ dueMs, order: this.#order, due })
    this.#armed.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)
  }

  /** Arms what waited for this event. */
  notice(event: RunEvent): void {
    const stillWaiting: Waiting[] = []
    for (const each of this.#waiting) {
      const delayMs = delayAfter(each.trigger, event)
      if (delayMs === null) stillWaiting.push(each)
      else this.arm(event.atMs + delayMs, each.due)
    }
    this.#waiting = stillWaiting
  }

  /** Takes an inject that waits, whatever it waits for: the facilitator plays it. null: it was played, or is on its way. */
  takeWaiting(injectId: string): Inject | null {
    const found = this.#waiting.find(({ due }) => due.kind === 'inject' && due.inject.id === injectId)
    if (found?.due.kind !== 'inject') return null
    this.#waiting = this.#waiting.filter((each) => each !== found)
    return found.due.inject
  }

  /** The next that is due by now, taken off. */
  takeDue(nowMs: number): Due | null {
    const [first] = this.#armed
    if (first === undefined || first.dueMs > nowMs) return null
    this.#armed.shift()
    return first.due
  }

  /** When the next is due; infinity: nothing is armed. */
  nextMs(): number {
    return this.#armed[0]?.dueMs ?? Number.POSITIVE_INFINITY
  }

  /** What still waits for something other than time. */
  waiting(): readonly Waiting[] {
    return this.#waiting
  }
}
