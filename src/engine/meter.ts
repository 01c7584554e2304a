import type { Effect } from '../domain/effect.js'

/** Where a process counts what it did. Never throws, and never sees a text from outside. */
export interface Meter {
  /** One try of an effect, from asking for the claim until it was settled; `givenBack` is tried again by somebody. */
  effectEnded(effect: {
    readonly kind: Effect['kind']
    readonly ended: 'done' | 'failed' | 'givenBack'
    readonly tookMs: number
  }): void
}
