import { z } from 'zod'
import { AFTER_ACTION_API_VERSION, type AfterAction, afterActionSchema } from './after-action-schema.js'

/** Digests (`sha256:`) of the other renderings as they were written last, and before: so that edits by hand can be told. */
const renderingsSchema = z.object({ markdown: z.array(z.string()).max(2), html: z.array(z.string()).max(2) })
export type Renderings = z.output<typeof renderingsSchema>

/**
 * A review as JSON, in which everything of the other renderings is; texts as they are. Ends with a line break. Where it is kept
 * beside its renderings, it says what these were.
 */
export function renderAfterActionJson(report: AfterAction, renderings?: Renderings): string {
  return `${JSON.stringify(renderings === undefined ? report : { ...report, renderings }, null, 2)}\n`
}

/** Reads a review that was kept; null where the text is none. */
export function readAfterAction(text: string): AfterAction | null {
  const kept = readKept(text)
  return kept.status === 'review' ? kept.review : null
}

export type KeptJson =
  | { readonly status: 'review'; readonly review: AfterAction; readonly renderings: Renderings | null }
  /** A review, of another version of the program. */
  | { readonly status: 'otherVersion'; readonly apiVersion: string }
  | { readonly status: 'noReview' }

const versionedSchema = z.object({ apiVersion: z.string().startsWith('tourniquet.after-action/').max(60) })

/** The same with what it says of its renderings, and with the reason where it cannot be read. */
export function readKept(text: string): KeptJson {
  const json = parsed(text)
  const review = afterActionSchema.safeParse(json)
  if (review.success) {
    const named = z.object({ renderings: renderingsSchema }).safeParse(json)
    return { status: 'review', review: review.data, renderings: named.success ? named.data.renderings : null }
  }
  const versioned = versionedSchema.safeParse(json)
  if (!versioned.success || versioned.data.apiVersion === AFTER_ACTION_API_VERSION) return { status: 'noReview' }
  return { status: 'otherVersion', apiVersion: versioned.data.apiVersion }
}

/** null: no JSON. */
function parsed(text: string) {
  try {
    return z.json().parse(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
