import { type AfterAction, afterActionSchema } from './after-action-schema.js'

/** A review as JSON, in which everything of the other renderings is; texts as they are. Ends with a line break. */
export function renderAfterActionJson(report: AfterAction): string {
  return `${JSON.stringify(report, null, 2)}\n`
}

/** Reads a review that was kept; null where the text is none. */
export function readAfterAction(text: string): AfterAction | null {
  try {
    const parsed = afterActionSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
