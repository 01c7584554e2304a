import type { Messenger, NoticeCard, QuestionCard } from '../../../src/ports.js'
import type { VirtualTime } from './virtual-time.js'

export interface Told extends NoticeCard {
  readonly atMs: number
}

export interface Asked extends QuestionCard {
  readonly atMs: number
}

/** Everybody whom the product talks to: what they were asked and told, with the moment. */
export class People {
  readonly asked: Asked[] = []
  readonly told: Told[] = []
  readonly messenger: Messenger
  #answer: (question: Asked) => void = () => {}

  constructor(time: VirtualTime) {
    this.messenger = {
      ask: async (card) => {
        const question = { ...card, atMs: time.nowMs }
        this.asked.push(question)
        this.#answer(question)
      },
      tell: async (card) => void this.told.push({ ...card, atMs: time.nowMs }),
    }
  }

  /** What somebody does as soon as a question is there. */
  whenAsked(answer: (question: Asked) => void): void {
    this.#answer = answer
  }
}
