import { z } from 'zod'
import type { AuditRecord } from '../audit/record.js'
import { cleanText } from '../domain/clean-text.js'
import { MAX_NOTE_CHARACTERS, noteSchema } from '../domain/incident-event.js'
import type { Engine } from '../engine/engine.js'
import { authorise, type RefusalCode } from './authorise.js'
import type { ApprovalRules } from './authority.js'
import { type Refused, recordPersonalAct } from './record-refused.js'

type NoteEvent = z.infer<typeof noteSchema>

/** What somebody wants on the timeline. `author` is '' where it is their own; `writtenAt` null is now. */
export interface WishedNote extends Pick<NoteEvent, 'by' | 'text' | 'author' | 'permalink' | 'source'> {
  readonly writtenAt: string | null
}

export type NoteAdded =
  /** `known`: this very message is on the timeline already. */
  | { readonly status: 'added' | 'known' }
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly reason: string }

/** Nobody reads more, and whoever may look could else fill the record. */
export const MAX_NOTES = 500
const MAX_AUTHOR_CHARACTERS = 256
const CUT = ' […]'

/**
 * Puts what a person knows on the record of an incident, also of one that is over: what happened is often understood later. It
 * moves nothing. Of a long text the beginning is kept; a message that somebody has added already is not added again.
 */
export async function addNote(
  engine: Engine,
  rules: ApprovalRules,
  incidentId: string,
  wish: WishedNote,
): Promise<NoteAdded> {
  const event = toEvent(wish, engine.clock.now().toISOString())
  const { by } = event
  const acted = await recordPersonalAct(engine, incidentId, {
    by,
    about: 'note',
    event,
    looksAt: ['NOTE_ADDED'],
    refusal: (code, repeats) => ({ type: 'REQUEST_REFUSED', by, ask: 'note', code, repeats }),
    refusalOf: (incident, notes) => {
      const authorised = authorise(rules, by, { verb: 'addNote' }, incident)
      return authorised.allowed ? whyNot(event, notes) : authorised
    },
  })
  if (acted.status === 'recorded') return { status: 'added' }
  return acted.code === 'alreadyDone' ? { status: 'known' } : acted
}

const linkSchema = noteSchema.shape.permalink
const timeSchema = noteSchema.shape.writtenAt

/** What says where and when is not worth losing the note for: a link that is none is left out. */
function toEvent({ text, author, writtenAt, permalink, ...wish }: WishedNote, now: string): NoteEvent {
  return {
    type: 'NOTE_ADDED',
    ...wish,
    text: fitting(text.trim()),
    author: cleanText(author.slice(0, MAX_AUTHOR_CHARACTERS)),
    permalink: linkSchema.safeParse(permalink).data ?? null,
    writtenAt: timeSchema.safeParse(writtenAt).data ?? now,
  }
}

/** Half of a pair of surrogates, where the cut goes through one, becomes U+FFFD. */
function fitting(text: string): string {
  if (text.length <= MAX_NOTE_CHARACTERS) return cleanText(text)
  return `${cleanText(text.slice(0, MAX_NOTE_CHARACTERS - CUT.length))}${CUT}`
}

function whyNot({ text, permalink }: NoteEvent, notes: readonly AuditRecord[]): Refused | null {
  if (text === '') return { code: 'notPossible', reason: 'There is no text to add.' }
  if (permalink !== null && notes.some((note) => permalinkOf(note) === permalink)) {
    return { code: 'alreadyDone', reason: 'This message is on the timeline already.', isRepeat: true }
  }
  if (notes.length < MAX_NOTES) return null
  return { code: 'tooMany', reason: `The incident has ${MAX_NOTES} notes, and takes no more. Write it down elsewhere.` }
}

const linkedNote = z.object({ permalink: z.string() })

function permalinkOf({ body }: AuditRecord): string | null {
  const linked = linkedNote.safeParse(body.detail)
  return linked.success ? linked.data.permalink : null
}
