import type { Choice, Offer } from './offers.js'

/** A choice with the number that picks it. */
export interface NumberedChoice extends Choice {
  readonly number: number
}

export interface NumberedOffer extends Omit<Offer, 'choices'> {
  readonly choices: readonly NumberedChoice[]
}

/**
 * Gives every choice a number that never comes to mean another one: what is before people changes while they type, and `1` must
 * not approve a block because a question before it ran out of time.
 */
export class OfferNumbers {
  readonly #firstOf = new Map<string, number>()
  #open: readonly NumberedOffer[] = []
  #next = 1

  /** What is before people now, the most pressing last. */
  get open(): readonly NumberedOffer[] {
    return this.#open
  }

  /** Takes note of what is before people; answers with what was not, when this was asked last. */
  update(offers: readonly Offer[]): readonly NumberedOffer[] {
    const before = new Set(this.#open.map(({ key }) => key))
    this.#open = offers.map((offer) => this.#number(offer))
    return this.#open.filter(({ key }) => !before.has(key))
  }

  /** `over`: the number was a choice once. */
  pick(number: number): NumberedChoice | 'over' | 'never' {
    const found = this.#open.flatMap(({ choices }) => choices).find((choice) => choice.number === number)
    return found ?? (number >= 1 && number < this.#next ? 'over' : 'never')
  }

  #number(offer: Offer): NumberedOffer {
    const first = this.#firstOf.get(offer.key) ?? this.#next
    this.#firstOf.set(offer.key, first)
    this.#next = Math.max(this.#next, first + offer.choices.length)
    return { ...offer, choices: offer.choices.map((choice, index) => ({ ...choice, number: first + index })) }
  }
}
