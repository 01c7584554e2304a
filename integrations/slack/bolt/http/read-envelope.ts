import { parse as parseForm } from 'node:querystring'
import { z } from 'zod'
import type { Json } from '../../../../src/domain/canonical-json.js'
import { jsonSchema } from '../../../../src/domain/json-schema.js'

const named = z.string().min(1).max(255)
const person = z.object({ id: named })
const anything = z.looseObject({})
const textOrObject = z.union([z.string(), anything])

/**
 * What Bolt must be able to look at before it calls a listener: where one of these is missing or of another kind it throws, or
 * lets the request wait for 3 s. What the rest of a payload holds, each listener parses.
 */
const envelopeSchema = z.union([
  z.looseObject({ type: z.literal('url_verification'), challenge: z.string().max(1_000) }),
  z.looseObject({
    type: z.literal('event_callback'),
    event: z.looseObject({
      type: named,
      user: textOrObject.optional(),
      channel: textOrObject.optional(),
      item: anything.optional(),
    }),
    authorizations: z.array(anything).optional(),
  }),
  z.looseObject({
    type: z.literal('block_actions'),
    user: person,
    actions: z.array(z.looseObject({ action_id: named })).min(1),
  }),
  z.looseObject({ type: z.literal('view_submission'), user: person, view: z.looseObject({ callback_id: named }) }),
  z.looseObject({ type: z.literal('message_action'), user: person, callback_id: named }),
  z.looseObject({ command: named, user_id: named, team_id: named }),
])

export type Envelope =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'badJson' | 'malformed'; readonly detail: string }

/** What a signed body is: JSON for events, a form for commands, a form with JSON in `payload` for all that is pressed or sent. */
export function readEnvelope(mediaType: MediaType, body: Uint8Array): Envelope {
  const text = Buffer.from(body).toString('utf8')
  const content = mediaType === 'json' ? parseJson(text) : readForm(text)
  if (content === undefined) return { ok: false, why: 'badJson', detail: 'The body is no JSON.' }
  if (envelopeSchema.safeParse(content).success) return { ok: true }
  return { ok: false, why: 'malformed', detail: `Nothing that is listened to: ${kindOf(content)}.` }
}

export type MediaType = 'json' | 'form'

/** Slack sends these two. Bolt knows a form only without parameters, so what it is handed is said anew. */
export function mediaTypeOf(contentType: string | undefined): MediaType | null {
  const essence = (contentType ?? '').split(';')[0]?.trim().toLowerCase()
  if (essence === 'application/json') return 'json'
  return essence === 'application/x-www-form-urlencoded' ? 'form' : null
}

/** Slack looks now and then whether a command's address can be reached, and does not sign that. */
export function isSslCheck(body: Uint8Array): boolean {
  return parseForm(Buffer.from(body).toString('utf8')).ssl_check === '1'
}

/** Without a `payload` it is a command. One given twice is none, for Bolt as well. */
function readForm(text: string): Json | undefined {
  const { payload, ...fields } = parseForm(text)
  if (typeof payload === 'string') return parseJson(payload)
  return payload === undefined ? jsonSchema.parse({ ...fields }) : null
}

function parseJson(text: string): Json | undefined {
  try {
    return jsonSchema.parse(JSON.parse(text))
  } catch {
    return undefined // no JSON, and the answer says so
  }
}

function kindOf(content: Json): string {
  const parsed = z.looseObject({ type: z.string() }).safeParse(content)
  return parsed.success ? JSON.stringify(parsed.data.type.slice(0, 60)) : 'it has no type'
}
