import type { NoticeTopic, Question } from '../domain/effect.js'

/** A question that people were asked, from its plan to what became of it. Each has a plan of its own, so a digest of its own. */
export interface PastQuestion {
  readonly question: Question
  readonly planDigest: string
  /** More is to be denied than a block that stands denies. */
  readonly isWider?: boolean
  readonly askedAt: string
  readonly votes: readonly { readonly who: string; readonly at: string; readonly reason: string }[]
  readonly fate:
    | { readonly kind: 'open' }
    | { readonly kind: 'approved'; readonly at: string }
    | { readonly kind: 'denied'; readonly who: string; readonly at: string; readonly reason: string }
    | { readonly kind: 'expired'; readonly at: string }
    /** Another plan took its place, or the incident went on without an answer. */
    | { readonly kind: 'void'; readonly at: string; readonly why: string }
}

/** What people were told outside a question. `seq` is the record that says so. */
export interface Told {
  readonly seq: number
  readonly at: string
  readonly topic: NoticeTopic
  readonly reason: string
}

/** What a person added to the timeline. Texts are people's own: escape them. */
export interface Note {
  readonly seq: number
  readonly at: string
  readonly by: string
  readonly text: string
  /** Who wrote it, where `by` only kept it; '' where they are one. */
  readonly author: string
  /** When it was written. */
  readonly writtenAt: string
  readonly permalink: string | null
}

/** What the person behind the session said when asked "was this you?": evidence, never an approval. */
export interface OwnerAnswer {
  readonly seq: number
  readonly at: string
  readonly owner: string
  readonly askedBy: string | null
  /** null: asked, and not answered yet. */
  readonly wasMe: boolean | null
}
