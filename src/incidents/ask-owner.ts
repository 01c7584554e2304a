import type { Incident } from '../domain/incident.js'
import type { Engine } from '../engine/engine.js'
import { authorise, type RefusalCode } from './authorise.js'
import type { ApprovalRules } from './authority.js'
import { type Refused, recordPersonalAct } from './record-refused.js'

export type OwnerAsked =
  | { readonly status: 'asked' }
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly reason: string }

/** Whoever is asked is a person, and the record is not for filling. */
export const MAX_ASKED = 20

/**
 * Records that the person behind the session is asked "was this you?", before the message goes out. Only while the incident is
 * open: nobody waits for the answer afterwards. `owner` is whom the answer must come from, as this person will be known then.
 */
export async function askOwner(
  engine: Engine,
  rules: ApprovalRules,
  incidentId: string,
  { by, owner }: { readonly by: string; readonly owner: string },
): Promise<OwnerAsked> {
  const acted = await recordPersonalAct(engine, incidentId, {
    by,
    about: 'ask the owner',
    event: { type: 'OWNER_ASKED', by, owner },
    looksAt: ['OWNER_ASKED'],
    refusal: (code, repeats) => ({ type: 'REQUEST_REFUSED', by, ask: 'askOwner', code, repeats }),
    refusalOf: (incident, asked) => {
      const authorised = authorise(rules, by, { verb: 'askOwner' }, incident)
      return authorised.allowed ? whyNot(incident, asked.length) : authorised
    },
  })
  return acted.status === 'recorded' ? { status: 'asked' } : acted
}

function whyNot({ open, state }: Incident, asked: number): Refused | null {
  if (!open) return { code: 'notPossible', reason: `The incident is ${state}: nobody waits for an answer any more.` }
  if (asked < MAX_ASKED) return null
  return {
    code: 'tooMany',
    reason: `It was asked ${MAX_ASKED} times already. Ask the person yourself, and add a note.`,
  }
}
