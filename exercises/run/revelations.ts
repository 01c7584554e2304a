import { mentions } from '../rubric.js'
import type { RunEventOf } from '../run-event.js'
import type { AttackStep } from '../schema/attack.js'
import type { Happening } from './run-log.js'

type How = RunEventOf<'REVEALED'>['how']
/** A run that tells people. */
interface Telling {
  tell(happening: Happening): Promise<void>
  filled(text: string): string
}

/** The steps of the attack that nobody knows of yet, and what brings them to light. */
export class Revelations {
  readonly #steps: readonly AttackStep[]
  readonly #begun = new Set<string>()
  readonly #known = new Set<string>()

  constructor(steps: readonly AttackStep[]) {
    this.#steps = steps.filter(({ hidden }) => hidden)
    for (const { id, at, after, manual } of this.#steps) {
      // A step without a time happened before the exercise.
      if (at === undefined && after === undefined && manual === undefined) this.#begun.add(id)
    }
  }

  /** Whether evidence could bring anything to light now: else there is no need to read it. */
  get awaitEvidence(): boolean {
    return this.#steps.some((step) => this.#isSecret(step) && step.revealedBy?.evidence !== undefined)
  }

  begin(step: string): void {
    this.#begun.add(step)
  }

  byAsking(text: string): AttackStep[] {
    return this.#take(({ revealedBy }) => mentions(text, revealedBy?.asking ?? []))
  }

  byEvidence(actions: readonly string[]): AttackStep[] {
    return this.#take(({ revealedBy }) => (revealedBy?.evidence ?? []).some((action) => actions.includes(action)))
  }

  /** By an inject or by the facilitator: these steps, as far as they happened and are not known. */
  byName(ids: readonly string[]): AttackStep[] {
    return this.#take(({ id }) => ids.includes(id))
  }

  #take(isMeant: (step: AttackStep) => boolean): AttackStep[] {
    const found = this.#steps.filter((step) => this.#isSecret(step) && isMeant(step))
    for (const { id } of found) this.#known.add(id)
    return found
  }

  #isSecret({ id }: AttackStep): boolean {
    return this.#begun.has(id) && !this.#known.has(id)
  }
}

/** Tells people of a step that came to light. */
export async function tellRevealed(run: Telling, { id, text }: AttackStep, how: How, by: string | null): Promise<void> {
  await run.tell({ kind: 'REVEALED', step: id, how, by, text: run.filled(text) })
}
