import type { Incident } from '../domain/incident.js'
import type { RequestKind } from '../domain/incident-event.js'
import { askedQuestion } from './open-question.js'

/** Why an incident has no use for what a person asks of it now, and what to do instead. */
export function whyNotPossible(incident: Incident, ask: RequestKind): string {
  const { state } = incident
  const where = `The incident is in ${state}`
  switch (ask) {
    case 'scope':
      return whyNoScope(incident, where)
    case 'vouch':
      return `${where}, and waits for nobody to vouch for its finding.`
    case 'restore':
      return whyNoRestore(incident) ?? `${where}, where it cannot be asked to restore.`
    default:
      return `${where}, where it cannot be asked to ${ask}.`
  }
}

function whyNoScope({ snapshot: { context } }: Incident, where: string): string {
  const { appliedAt, containPlanDigest, sessionPlanDigests, blockScope } = context
  const isWhole = appliedAt !== null && !sessionPlanDigests.includes(containPlanDigest ?? '')
  if (isWhole && blockScope !== null) return `${where}, and its block denies more than one session already.`
  return `${where}: what is denied is chosen while people are asked about the block, where the playbook leaves that open; once one session is denied, only "role" can be asked for.`
}

/**
 * While more is asked to be denied: whoever may ask for a restore need not be one who decides, and nobody's question is taken from
 * the approvers by a wish for less, least of all while somebody is back. null: for no such reason.
 */
function whyNoRestore(incident: Incident): string | null {
  const { id, state } = incident
  if (state === 'widening') {
    return 'The wider block is being written, as it was approved: ask for the restore once the incident is out of "widening". It then undoes both.'
  }
  if (state !== 'awaitingWiderApproval') return null
  const asked = askedQuestion(incident)
  if (asked === null) {
    return 'The plan of a wider block is being prepared: that question has to be denied first. Ask for the restore after that.'
  }
  return `People are asked about a wider block: that question has to be denied first (\`tourniquet deny ${id} --plan ${asked.planDigest} --reason ...\`, or "Deny" on its card). Then ask for the restore; the block stands as it is until then.`
}
