import type { Duration } from './duration.js'

/** When a part of an exercise is due. */
export type Trigger =
  | { readonly kind: 'at'; readonly atMs: number }
  | { readonly kind: 'state'; readonly state: string; readonly delayMs: number }
  | { readonly kind: 'inject'; readonly inject: string; readonly delayMs: number }
  | { readonly kind: 'step'; readonly step: string; readonly delayMs: number }
  | { readonly kind: 'question'; readonly question: 'contain' | 'restore'; readonly delayMs: number }
  /** By the facilitator's hand. */
  | { readonly kind: 'manual' }

/** The keys of the file that say when. */
export interface When {
  readonly at?: Duration | undefined
  readonly after?:
    | {
        readonly state?: string | undefined
        readonly inject?: string | undefined
        readonly step?: string | undefined
        readonly question?: 'contain' | 'restore' | undefined
        readonly delay: Duration
      }
    | undefined
  readonly manual?: true | undefined
}

/** Reads when something is due. Of a file that was checked: there is exactly one of the three, and `after` waits for one thing. */
export function triggerOf({ at, after }: When): Trigger {
  if (at !== undefined) return { kind: 'at', atMs: at.ms }
  if (after === undefined) return { kind: 'manual' }
  const { state, inject, step, question, delay } = after
  const delayMs = delay.ms
  if (state !== undefined) return { kind: 'state', state, delayMs }
  if (inject !== undefined) return { kind: 'inject', inject, delayMs }
  if (step !== undefined) return { kind: 'step', step, delayMs }
  if (question !== undefined) return { kind: 'question', question, delayMs }
  return { kind: 'at', atMs: delayMs }
}
