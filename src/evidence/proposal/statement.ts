import { assertNever } from '../../domain/assert-never.js'
import { describeBriefly } from './describe-actor.js'
import type { Confidence, NotProposedActor, ProposedEntity } from './proposal.js'
import type { ProposalInput } from './proposal-input.js'

const named = 3

/** The verdict in one or two sentences. */
export function statementOf(
  proposed: readonly ProposedEntity[],
  notProposed: readonly NotProposedActor[],
  { facts, focusKey }: ProposalInput,
): string {
  const beyond = notProposed.filter(({ standsOut, kind }) => standsOut && isBeyond(kind))
  const also =
    beyond.length === 0 ? '' : ` Beyond a block by policy, and standing out: ${listed(beyond.map(describeBriefly))}.`
  if (facts.scope.ok + facts.scope.failed === 0) return 'Nobody is proposed for a block: no record was read.'
  const [first, ...further] = proposed
  if (first === undefined) {
    if (beyond.length > 0) return `Nobody is proposed for a block.${also}`
    return focusKey === null
      ? 'Nobody is proposed for a block: in these records nobody stands out.'
      : `Nobody is proposed for a block: neither who was asked about nor anybody joined with it stands out.${others(notProposed)}`
  }
  const tactics = first.tactics.length === 0 ? '' : `, over ${listed(first.tactics)}`
  const alsoProposed = further.length === 0 ? '' : ` Also proposed: ${listed(further.map(describeBriefly))}.`
  return `${first.type} ${first.name} is proposed for a block ${surely(first.confidence)}${tactics}.${alsoProposed}${also}${others(notProposed)}`
}

/** A question about the wrong one must not end in silence about the right one. */
function others(notProposed: readonly NotProposedActor[]): string {
  const standing = notProposed.filter(({ kind }) => kind === 'otherPrincipal')
  return standing.length === 0 ? '' : ` Not asked about, and standing out: ${listed(standing.map(describeBriefly))}.`
}

function surely(confidence: Confidence): string {
  switch (confidence) {
    case 'high':
      return 'with high confidence'
    case 'medium':
      return 'with medium confidence'
    case 'low':
      return 'with low confidence: ask before acting'
    default:
      return assertNever(confidence, 'confidence')
  }
}

/** Not those who are merely faint: those whom no policy of this account reaches. */
function isBeyond(kind: NotProposedActor['kind']): boolean {
  return kind !== 'faint' && kind !== 'otherPrincipal' && kind !== 'federatedUser'
}

function listed(texts: readonly string[]): string {
  return texts.slice(0, named).join(', ') + (texts.length > named ? ` and ${texts.length - named} more` : '')
}

/** What would make the answer another one. */
export function wouldChange(proposed: readonly ProposedEntity[], { facts, accusations }: ProposalInput): string[] {
  const hasBaseline = facts.baseline.ok + facts.baseline.failed > 0
  return [
    ...(proposed.length > 0
      ? ['An owner who can explain these calls, with the change or ticket they belong to.']
      : ['Records of other Regions, accounts or times, in which the same actor does more than here.']),
    ...(accusations.length === 0 ? ['A finding that accuses somebody.'] : []),
    ...(hasBaseline ? [] : ['Two weeks of records from before: what is usual weighs less.']),
  ]
}
