import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../../../src/domain/canonical-json.js'
import type { Clock } from '../../../src/ports.js'
import type { Click, OwnerClick, SignClick, SignOwnerClick } from '../incident-card.js'

/** Slack's limit of a button's `value`. */
const MAX_CHARACTERS = 2_000
/** Of the target, which alone has no bound of its own: in base64 with all else it stays below Slack's limit. */
const MAX_TARGET_BYTES = 600

export type BadClick =
  /** Nothing that we would have written. */
  | 'malformed'
  /** Altered, or signed with another key. */
  | 'forged'
  /** Ours, and its time is over. */
  | 'expired'

export type ClickRead<Read> =
  | { readonly ok: true; readonly click: Read }
  /** `incidentId` is known of what we signed ourselves. */
  | { readonly ok: false; readonly why: BadClick; readonly incidentId: string | null }

export interface ClickSigner {
  readonly sign: SignClick
  read(value: string | undefined): ClickRead<Click>
  readonly signOwner: SignOwnerClick
  readOwner(value: string | undefined): ClickRead<OwnerClick>
}

const id = z.string().min(1).max(100)
const expiresAt = z.iso.datetime({ offset: true }).max(40)
const clickSchema = z.strictObject({
  incidentId: id,
  question: z.enum(['contain', 'restore']),
  decision: z.enum(['approve', 'deny']),
  planDigest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  expiresAt,
  channel: id,
  target: z.string(),
}) satisfies z.ZodType<Click>
const ownerSchema = z.strictObject({ incidentId: id, ownerId: id, expiresAt }) satisfies z.ZodType<OwnerClick>

/**
 * Signs what a button is about and reads it back: `v1.<kind>.<canonical JSON>.<HMAC-SHA256>`, both in base64url. Nothing is
 * stored, so a button outlives every restart. What was altered in any character, signed for the other kind of button or with
 * another key is refused before its content is looked at. The digest in it must be what `digestOf` makes.
 *
 * Guaranteed: the same click gives the same value, of at most 2,000 characters (a longer target is cut).
 */
export function clickSigner(key: Uint8Array, clock: Pick<Clock, 'now'>): ClickSigner {
  if (key.length < 32) throw new TypeError('A key for button values has at least 32 bytes.')
  return {
    sign: (click) => seal(key, 'decision', clickSchema.parse({ ...click, target: cut(click.target) })),
    read: (value) => unseal(key, clock, 'decision', clickSchema, value),
    signOwner: (click) => seal(key, 'owner', ownerSchema.parse(click)),
    readOwner: (value) => unseal(key, clock, 'owner', ownerSchema, value),
  }
}

type Kind = 'decision' | 'owner'

function seal(key: Uint8Array, kind: Kind, click: Click | OwnerClick): string {
  const signed = `v1.${kind}.${Buffer.from(canonicalJson(click), 'utf8').toString('base64url')}`
  const value = `${signed}.${mac(key, signed)}`
  if (value.length > MAX_CHARACTERS) throw new TypeError(`A button's value has at most ${MAX_CHARACTERS} characters.`)
  return value
}

const SHAPE = /^(v1\.(decision|owner)\.([A-Za-z0-9_-]+))\.([A-Za-z0-9_-]{43})$/

function unseal<Read extends { readonly incidentId: string; readonly expiresAt: string }>(
  key: Uint8Array,
  clock: Pick<Clock, 'now'>,
  kind: Kind,
  schema: z.ZodType<Read>,
  value: string | undefined,
): ClickRead<Read> {
  const bad = (why: BadClick, incidentId: string | null = null) => ({ ok: false, why, incidentId }) as const
  if (value === undefined || value.length > MAX_CHARACTERS) return bad('malformed')
  const [, signed, foundKind, content, given] = SHAPE.exec(value) ?? []
  if (signed === undefined || content === undefined || given === undefined) return bad('malformed')
  // The texts are compared, not the bytes: base64url has spare bits, so two texts may stand for the same bytes.
  if (!timingSafeEqual(Buffer.from(mac(key, signed)), Buffer.from(given))) return bad('forged')
  const parsed = foundKind === kind ? parse(schema, content) : null
  if (parsed === null) return bad('malformed')
  if (clock.now().getTime() >= Date.parse(parsed.expiresAt)) return bad('expired', parsed.incidentId)
  return { ok: true, click: parsed }
}

/** Ours by its signature; of another version of ours it may still not be readable. */
function parse<Read>(schema: z.ZodType<Read>, content: string): Read | null {
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(content, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null // no JSON: as unreadable as JSON of another shape
  }
}

function mac(key: Uint8Array, signed: string): string {
  return createHmac('sha256', key).update(signed, 'utf8').digest('base64url')
}

/** Cut between characters; what has no UTF-8 form is replaced, since it has no canonical JSON either. */
function cut(target: string): string {
  const whole = target.toWellFormed()
  if (Buffer.byteLength(canonicalJson(whole)) <= MAX_TARGET_BYTES) return whole
  const characters = [...whole.slice(0, MAX_TARGET_BYTES).toWellFormed()]
  while (Buffer.byteLength(canonicalJson(`${characters.join('')}…`)) > MAX_TARGET_BYTES) characters.pop()
  return `${characters.join('')}…`
}
