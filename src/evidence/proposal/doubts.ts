import { leastBaselineDays } from '../detections/trail-view.js'
import type { Candidate } from './candidate.js'
import { describeBriefly } from './describe-actor.js'
import { droppedCallsOf } from './dropped-calls.js'
import type { Kinship } from './kinship.js'
import type { ProposedEntity } from './proposal.js'
import type { ProposalInput } from './proposal-input.js'
import { restsOnOneRecord } from './rests-on-one-record.js'

const dayMs = 86_400_000

/** What weakens the answer: what was not read, what cannot be compared, what rests on little. In order of weight. */
export function doubtsOf(
  proposed: readonly ProposedEntity[],
  candidates: ReadonlyMap<string, Candidate>,
  input: ProposalInput,
  kinship: Kinship,
): string[] {
  const dropped = droppedDoubt(input)
  return [
    ...sourceDoubts(input),
    ...(dropped !== null && !dropped.isSlight ? [dropped.text] : []),
    ...thinDoubts(proposed, candidates, kinship),
    ...mfaDoubts(proposed, candidates),
    ...workDoubts(proposed, candidates),
    ...proposed.flatMap(({ key }) => candidates.get(key)?.doubts ?? []).slice(0, namedThin),
    ...accusationDoubts(input),
    ...chainDoubts(proposed),
    ...comparisonDoubts(input),
    ...(dropped?.isSlight === true ? [dropped.text] : []),
  ]
}

function sourceDoubts({ sources }: ProposalInput): string[] {
  const unread = sources.filter(({ status }) => status === 'failed' || status === 'truncated')
  const skipped = sources.reduce((sum, source) => sum + (source.skipped ?? 0), 0)
  return [
    ...unread.map(
      ({ name, status }) =>
        `The source ${name} ${status === 'failed' ? 'failed' : 'was not read to its end'}: see its gaps.`,
    ),
    ...(skipped > 0
      ? [
          `${skipped} ${skipped === 1 ? 'piece of the input is' : 'pieces of the input are'} no record of a call that can be read: the list of sources says what they are.`,
        ]
      : []),
  ]
}

const namedDropped = 3

/** Slight where nothing but reads was left out: what changed anything was seen by every rule. */
function droppedDoubt({ facts: { scope } }: ProposalInput): { text: string; isSlight: boolean } | null {
  const { notableDropped } = scope
  if (notableDropped === 0) return null
  const calls = droppedCallsOf(scope)
  const named = calls.slice(0, namedDropped).map(({ eventName, actors: [first, ...others], left }) => {
    const by = first === undefined ? '' : ` by ${describeBriefly(first)}`
    return `${left} of ${eventName}${by}${others.length > 0 ? ` and ${others.length} more` : ''}`
  })
  const more = calls.length > namedDropped ? ' and others' : ''
  const which = named.length === 0 ? '' : `, ${named.join(', ')}${more}`
  const known = calls.reduce((sum, { left }) => sum + left, 0)
  const isSlight = known === notableDropped && calls.every(({ isRead }) => isRead)
  const what = notableDropped === 1 ? 'record' : isSlight ? 'records of reads' : 'records'
  const beyond = `${notableDropped} ${what} beyond the limits`
  return {
    text: `${beyond}${which}: they were counted and not kept whole, so rules have not seen their parameters.`,
    isSlight,
  }
}

function thinDoubts(
  proposed: readonly ProposedEntity[],
  candidates: ReadonlyMap<string, Candidate>,
  kinship: Kinship,
): string[] {
  const thin: string[] = []
  const doubts = proposed.flatMap(({ key, type, name }) => {
    const candidate = candidates.get(key)
    const who = `${type} ${name}`
    const signs = candidate?.signs ?? []
    // A link of a chain has what those below it did, too: that it did little itself is how chains look.
    const isLink = (candidate?.throughOthers ?? 0) > 0
    if (signs.length === 0)
      return isLink
        ? []
        : [`Nothing that ${who} did stands out by itself; it is proposed for what it is joined with or accused of.`]
    if (candidate !== undefined && restsOnOneRecord(candidate, kinship)) thin.push(who)
    return !isLink && signs.every(({ attempt }) => attempt) ? [`Everything that ${who} tried failed.`] : []
  })
  if (thin.length === 0) return doubts
  const named =
    thin.slice(0, namedThin).join(', ') + (thin.length > namedThin ? ` and ${thin.length - namedThin} more` : '')
  const each = thin.length === 1 ? '' : ' each'
  return [`What speaks against ${named} is a single record${each}: somebody may have had a reason for it.`, ...doubts]
}

const namedThin = 3

/** No proof of innocence: whoever takes a browser's session over has the MFA with it. */
function mfaDoubts(proposed: readonly ProposedEntity[], candidates: ReadonlyMap<string, Candidate>): string[] {
  const signedIn = proposed.filter(({ key }) => candidates.get(key)?.isWithMfa === true)
  if (signedIn.length === 0) return []
  const named = signedIn.slice(0, namedThin).map(({ type, name }) => `${type} ${name}`)
  const more = signedIn.length > namedThin ? ` and ${signedIn.length - namedThin} more` : ''
  return [
    `What stands out of ${named.join(', ')}${more} was done in sessions with MFA: by its owner, or by somebody who took such a session over. Ask the owner.`,
  ]
}

/** Why the answer about it is no surer. */
function workDoubts(proposed: readonly ProposedEntity[], candidates: ReadonlyMap<string, Candidate>): string[] {
  const atWork = proposed.filter(
    ({ key, confidence }) => confidence === 'low' && candidates.get(key)?.isFromWorkplace === true,
  )
  if (atWork.length === 0) return []
  const named = atWork.slice(0, namedThin).map(({ type, name }) => `${type} ${name}`)
  const more = atWork.length > namedThin ? ` and ${atWork.length - namedThin} more` : ''
  return [
    `What stands out of ${named.join(', ')}${more} was done from where it, or others here, work: a decision of its owner is as likely as somebody on its machine.`,
  ]
}

function accusationDoubts({ accusations }: ProposalInput): string[] {
  return [
    ...(accusations.some(({ sample }) => sample) ? ['The finding is a sample: it accuses nobody in earnest.'] : []),
    ...(accusations.some(({ trusted }) => !trusted)
      ? ['Who sent the finding is not proven, so alone it proposes nobody.']
      : []),
  ]
}

function chainDoubts(proposed: readonly ProposedEntity[]): string[] {
  const open = proposed.filter(({ roots }) => roots.some(({ unresolved }) => unresolved))
  return open.map(({ type, name }) => `Where the credentials of ${type} ${name} come from is not known to the end.`)
}

/** Reads of objects and items are logged only where somebody asked for data events. */
const dataCall = /^(GetObject|PutObject|DeleteObjects?|GetItem|Query|Scan|Invoke|PutItem|CopyObject)$/

function comparisonDoubts({ facts: { scope, baseline } }: ProposalInput): string[] {
  if (scope.ok + scope.failed === 0) return ['No record was read: nothing can be said.']
  const days = Math.floor((scope.firstSeenMs - baseline.firstSeenMs) / dayMs)
  const hasData = [...scope.actors.values()].some(({ byCall }) =>
    [...byCall.values()].some(({ eventName }) => dataCall.test(eventName)),
  )
  return [
    ...(baseline.ok + baseline.failed === 0
      ? ['There are no records from before to compare with: what is usual for anybody is not known.']
      : days < leastBaselineDays
        ? [`Only ${days} days stand before it to compare with; ${leastBaselineDays} are needed to call something new.`]
        : []),
    ...(hasData ? [] : ['No data events are in the log: which objects or items were read cannot be told.']),
  ]
}
