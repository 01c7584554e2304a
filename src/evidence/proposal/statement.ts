import { assertNever } from '../../domain/assert-never.js'
import { type BeyondBlock, beyondBlock } from './beyond-block.js'
import { describeBriefly } from './describe-actor.js'
import type { Confidence, NotProposedActor, ProposedEntity } from './proposal.js'
import type { ProposalInput } from './proposal-input.js'
import { isLookingAround, pointsOf } from './sign.js'

const named = 3

/**
 * The verdict in a few sentences: first whoever did most, whether a policy reaches it or not. `isThin`: one record alone speaks
 * against the first that is proposed.
 */
export function statementOf(
  proposed: readonly ProposedEntity[],
  notProposed: readonly NotProposedActor[],
  input: ProposalInput,
  isThin: boolean,
): string {
  const { facts, focusKey } = input
  if (facts.scope.ok + facts.scope.failed === 0) return 'Nobody is proposed for a block: no record was read.'
  const beyond = beyondBlock(notProposed)
  const [first, ...further] = proposed
  if (first === undefined) {
    if (beyond.length > 0) return `${beyondText(beyond)} Nobody is proposed for a block.${others(notProposed)}`
    return focusKey === null
      ? `Nobody is proposed for a block: ${quietText(notProposed)}${lookerText(notProposed, input)}`
      : `Nobody is proposed for a block: neither who was asked about nor anybody joined with it stands out.${others(notProposed)}`
  }
  const alsoProposed = further.length === 0 ? '' : ` Also proposed: ${listed(rootsFirst(first, further))}.`
  const answer = `${proposedText(first)}${isThin ? thinText(input) : ''}${alsoProposed}`
  const [leading] = beyond.toSorted((a, b) => weightOf(b.actor.key, input) - weightOf(a.actor.key, input))
  if (leading !== undefined && weightOf(leading.actor.key, input) > weightOf(first.key, input)) {
    return `${beyondText([leading, ...beyond.filter((each) => each !== leading)])} Beside it, ${answer}${others(notProposed)}`
  }
  const standing = listed(beyond.map(({ actor }) => describeBriefly(actor)))
  const also = beyond.length === 0 ? '' : ` Beyond a block by policy, and standing out: ${standing}.`
  return `${answer}${also}${others(notProposed)}`
}

/** Of a long chain whoever it began with is whom one has to know of. */
function rootsFirst({ roots }: ProposedEntity, further: readonly ProposedEntity[]): string[] {
  const isRoot = ({ arn }: ProposedEntity) => roots.some(({ principal }) => principal === arn)
  const inOrder = [...further.filter(isRoot), ...further.filter((entity) => !isRoot(entity))]
  return inOrder.map((entity) => `${describeBriefly(entity)}${isRoot(entity) ? ' (root of the chain)' : ''}`)
}

/** Where single records of those at work are all that stands out, they are named: one of them may be the beginning. */
function quietText(notProposed: readonly NotProposedActor[]): string {
  const faint = notProposed.filter(({ kind }) => kind === 'faint').map(describeBriefly)
  return faint.length === 0
    ? 'in these records nobody stands out.'
    : `what stands out is little, and done from where those who did it work. Ask about it: ${listed(faint)}.`
}

/** Whom to ask first, where there is nothing but questions. */
function lookerText(notProposed: readonly NotProposedActor[], { signs }: ProposalInput): string {
  const looked = notProposed.flatMap((actor) => {
    const looking = (signs.get(actor.key) ?? []).filter((sign) => isLookingAround(sign) && pointsOf(sign) >= 1)
    const points = looking.reduce((sum, sign) => sum + pointsOf(sign), 0)
    return points === 0 ? [] : [{ actor, title: looking[0]?.title ?? '', points }]
  })
  const [most] = looked.sort((a, b) => b.points - a.points)
  if (most === undefined) return ''
  return ` ${describeBriefly(most.actor)} looked around most (${most.title}), which alone proposes nobody: ask what for.`
}

function proposedText({ type, name, confidence, tactics }: ProposedEntity): string {
  const over = tactics.length === 0 ? '' : `, over ${listed(tactics)}`
  return `${type} ${name} is proposed for a block ${surely(confidence)}${over}.`
}

/** The doubt that outweighs the others belongs into the answer, not below it. */
function thinText({ facts: { baseline } }: ProposalInput): string {
  const hasBefore = baseline.ok + baseline.failed > 0
  const usual = hasBefore ? '' : ', and there are none from before that would tell whether it is usual'
  return ` It rests on a single record${usual}: somebody may have had a reason for it.`
}

/** Of what it did itself. */
function weightOf(key: string, { signs }: ProposalInput): number {
  return (signs.get(key) ?? []).reduce((sum, sign) => sum + pointsOf(sign), 0)
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

/** The attacker first: that no policy stops it makes it more urgent, not less. */
function beyondText([first, ...further]: readonly BeyondBlock[]): string {
  if (first === undefined) return ''
  const also = further.map(({ actor }) => describeBriefly(actor))
  const more = also.length === 0 ? '' : ` Also beyond a block, and standing out: ${listed(also)}.`
  return `${describeBriefly(first.actor)} stands out, and no policy of this account stops it: ${first.remedy}.${more}`
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
