import { z } from 'zod'
import type { Json } from '../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../src/domain/json-schema.js'

/** Slack's limit of `private_metadata`, in characters. */
const LIMIT = 3_000

const id = z.string().min(1).max(100)
const ts = z.string().min(1).max(40)
/** Where answers that come too late for the modal are whispered; null: to the person alone. */
const place = { channel: id.nullable(), threadTs: ts.nullable() }

const ofMessage = z.object({
  ...place,
  channel: id,
  messageTs: ts,
  /** As Slack has it, cut so that it fits. */
  text: z.string(),
  /** Slack's id of who wrote it; '' where Slack names none. */
  author: z.string().max(100),
})
type OfMessage = z.infer<typeof ofMessage>

/**
 * What a modal remembers in its `private_metadata` between being opened and being sent. Slack keeps it and signs what comes
 * back; of a decision it holds the button's own value, which is ours by its signature as well.
 */
export const modalMemory = {
  decide: kept(z.object({ ...place, value: z.string().max(2_000) })),
  requestRestore: kept(z.object({ ...place, incidentId: id })),
  request: kept(z.object({ ...place, incidentId: id, ask: z.enum(['retry', 'close', 'vouch', 'widen']) })),
  namePrincipal: kept(z.object({ ...place, incidentId: id })),
  block: kept(z.object(place)),
  exercise: kept(z.object({ ...place, kind: z.enum(['answer', 'ask', 'lead']), run: id, inject: id.nullable() })),
  addNote: {
    ...kept(ofMessage),
    /** Keeps as much of the text's beginning as there is room for. */
    write(message: OfMessage): string {
      const characters = [...message.text.slice(0, LIMIT).toWellFormed()]
      const isCut = message.text.length > LIMIT
      let metadata = JSON.stringify({ ...message, text: `${characters.join('')}${isCut ? '…' : ''}` })
      while (metadata.length > LIMIT) {
        // A character takes six at most (an escaped control character).
        characters.splice(-Math.max(1, Math.ceil((metadata.length - LIMIT) / 6)))
        metadata = JSON.stringify({ ...message, text: `${characters.join('')}…` })
      }
      return metadata
    },
  },
}

function kept<Memory extends z.ZodType>(schema: Memory) {
  return {
    write: (memory: z.infer<Memory>): string => JSON.stringify(memory),
    /** null: not what we wrote. */
    read(metadata: string): z.infer<Memory> | null {
      const parsed = schema.safeParse(parseJson(metadata))
      return parsed.success ? parsed.data : null
    },
  }
}

/** null stands for no JSON: no memory is null. */
function parseJson(text: string): Json {
  try {
    return jsonSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
