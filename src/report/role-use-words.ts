import type { Evidence } from '../domain/evidence.js'
import type { ContainPlan } from '../domain/plan.js'
import type { RoleAsker, RoleUse } from '../domain/role-use.js'
import { count, scopeWords } from './words.js'

/** What of the role is denied and why, and what could be chosen in place of it; sentences with external names in them. */
export function scopeSentences({ scope }: Pick<ContainPlan, 'scope'>): string[] {
  if (scope === undefined) return []
  const { is, because, other } = scope
  const instead =
    other === null
      ? []
      : [
          `Until somebody approves, ${scopeWords[other]} can be chosen instead (tourniquet scope INCIDENT ${other}): it is asked anew.`,
        ]
  return [`Denies ${scopeWords[is]}. ${because}`, ...instead]
}

/** For people to weigh and to write: a name of a session is the caller's to choose. */
export function trustProposalOf({ scope }: Pick<ContainPlan, 'scope'>): string | null {
  return scope?.trustProposal ?? null
}

export const TRUST_PROPOSAL_TITLE =
  'To keep the caller out under any session name, add this to the trust policy by hand'

/** Who asks for sessions of the role, one sentence a caller, and what the records cannot show; nothing where nobody looked. */
export function roleUseSentences({ roleUse }: Pick<Evidence, 'roleUse'>): string[] {
  if (roleUse === undefined) return []
  const { askers, askerCount, gaps, askedFrom } = roleUse
  const left = askerCount - askers.length
  const nobody = askers.length === 0 ? [`Nobody is seen to have asked for it since ${askedFrom}.`] : []
  return [
    ...nobody,
    ...askers.map((asker) => askerSentence(asker, roleUse)),
    ...(left > 0 ? [`and ${count(left, 'more caller')}.`] : []),
    ...gaps,
  ]
}

function askerSentence(asker: RoleAsker, { incidentFrom }: RoleUse): string {
  const { who, accountId, isExternal, given, refused, sourceIps, alive, externalId, isAccused } = asker
  const whose = isExternal ? ` of account ${accountId}, which is another` : ''
  const facts = [
    `${count(given, 'session')}${refused === 0 ? '' : `, refused ${refused} times`}`,
    usual(asker, incidentFrom),
    `external id ${externalId}`,
    ...(alive === 0 ? [] : [`${alive} alive`]),
    ...(sourceIps.length === 0 ? [] : [`from ${sourceIps.join(', ')}`]),
    ...(isAccused ? ['among them the session of the finding'] : []),
  ]
  return `${who}${whose}: ${facts.join('; ')}.`
}

function usual({ isNew, isRoutine, daysBefore }: RoleAsker, since: string): string {
  if (isNew) return `never before ${since}`
  return isRoutine ? `routinely (on ${daysBefore} days before)` : `seldom (on ${count(daysBefore, 'day')} before)`
}
