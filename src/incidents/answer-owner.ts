import { z } from 'zod'
import type { AuditRecord } from '../audit/record.js'
import type { Engine } from '../engine/engine.js'
import type { RefusalCode } from './authorise.js'
import { type Refused, recordPersonalAct } from './record-refused.js'

/** `owner` is whom the question was addressed to; `by` is who answers, as the way in knows the person. */
export interface WishedAnswer {
  readonly by: string
  readonly owner: string
  readonly wasMe: boolean
}

export type OwnerAnswered =
  /** `known`: this very answer is on the record already. `open` false: the incident is over, and people should be told. */
  | { readonly status: 'answered' | 'known'; readonly open: boolean }
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly reason: string }

/** Whoever changes their mind is heard, but not for ever. */
export const MAX_ANSWERS = 20

/**
 * Records what the person behind the session says. It takes no role, only to be the very person who was asked. The answer is
 * evidence for people and decides nothing, whatever it says: whoever stole a session may also hold its owner's chat. A "no" that
 * comes late is kept as well, since it may be what shows that an incident was closed in error.
 */
export async function answerOwner(
  engine: Engine,
  incidentId: string,
  { by, owner, wasMe }: WishedAnswer,
): Promise<OwnerAnswered> {
  const seen = { open: true }
  const acted = await recordPersonalAct(engine, incidentId, {
    by,
    about: 'answer as the owner',
    event: { type: 'OWNER_ANSWERED', by, owner, wasMe },
    looksAt: ['OWNER_ASKED', 'OWNER_ANSWERED'],
    refusal: (code, repeats) => ({ type: 'REQUEST_REFUSED', by, ask: 'answerOwner', code, repeats }),
    refusalOf: (incident, said) => {
      seen.open = incident.open
      return whyNot({ by, owner, wasMe }, said.filter(isAbout(owner)))
    },
  })
  if (acted.status === 'recorded') return { status: 'answered', ...seen }
  return acted.code === 'alreadyDone' ? { status: 'known', ...seen } : acted
}

function whyNot({ by, owner, wasMe }: WishedAnswer, said: readonly AuditRecord[]): Refused | null {
  if (by !== owner) {
    return {
      code: 'notTheOwner',
      reason: `${owner} was asked, and nobody else can answer. What you know may be a note.`,
    }
  }
  const answers = said.filter(({ body }) => body.what === 'OWNER_ANSWERED')
  if (said.length === answers.length) return { code: 'notAsked', reason: 'Nobody has asked you this.' }
  if (said.at(-1)?.body.what === 'OWNER_ANSWERED' && answerIn(said.at(-1)) === wasMe) {
    return { code: 'alreadyDone', reason: 'You have answered so already.', isRepeat: true }
  }
  if (answers.length < MAX_ANSWERS) return null
  return { code: 'tooMany', reason: 'You have answered often enough: tell the people who handle the incident.' }
}

const detailSchema = z.object({ owner: z.string(), wasMe: z.boolean().optional() })

function isAbout(owner: string) {
  return ({ body }: AuditRecord) => detailSchema.safeParse(body.detail).data?.owner === owner
}

function answerIn(record: AuditRecord | undefined): boolean | undefined {
  return detailSchema.safeParse(record?.body.detail).data?.wasMe
}
