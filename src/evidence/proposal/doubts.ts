import { leastBaselineDays } from '../detections/trail-view.js'
import type { Candidate } from './candidate.js'
import type { ProposedEntity } from './proposal.js'
import type { ProposalInput } from './proposal-input.js'

const dayMs = 86_400_000

/** What weakens the answer: what was not read, what cannot be compared, what rests on little. In order of weight. */
export function doubtsOf(
  proposed: readonly ProposedEntity[],
  candidates: ReadonlyMap<string, Candidate>,
  input: ProposalInput,
): string[] {
  return [
    ...sourceDoubts(input),
    ...thinDoubts(proposed, candidates),
    ...accusationDoubts(input),
    ...chainDoubts(proposed),
    ...comparisonDoubts(input),
  ]
}

function sourceDoubts({ sources, facts }: ProposalInput): string[] {
  const unread = sources.filter(({ status }) => status === 'failed' || status === 'truncated')
  const skipped = sources.reduce((sum, source) => sum + (source.skipped ?? 0), 0)
  const { notableDropped } = facts.scope
  return [
    ...unread.map(
      ({ name, status }) =>
        `The source ${name} ${status === 'failed' ? 'failed' : 'was not read to its end'}: see its gaps.`,
    ),
    ...(skipped > 0 ? [`${skipped} ${skipped === 1 ? 'record' : 'records'} could not be read.`] : []),
    ...(notableDropped > 0
      ? [`${notableDropped} records beyond the limits were counted and not kept whole: rules have not seen them.`]
      : []),
  ]
}

function thinDoubts(proposed: readonly ProposedEntity[], candidates: ReadonlyMap<string, Candidate>): string[] {
  return proposed.flatMap(({ key, type, name }) => {
    const candidate = candidates.get(key)
    const signs = candidate?.signs ?? []
    const who = `${type} ${name}`
    if (signs.length === 0)
      return [`Nothing that ${who} did stands out by itself; it is proposed for what it is joined with or accused of.`]
    if (new Set(signs.flatMap((sign) => sign.eventIds)).size === 1) {
      return [`What speaks against ${who} is a single record: somebody may have had a reason for it.`]
    }
    return signs.every(({ attempt }) => attempt) ? [`Everything that ${who} tried failed.`] : []
  })
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
