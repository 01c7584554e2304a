import type { Detection } from '../../src/evidence/detections/detection.js'
import type { Investigation } from '../../src/evidence/investigation.js'
import { beyondBlock } from '../../src/evidence/proposal/beyond-block.js'
import { describeBriefly } from '../../src/evidence/proposal/describe-actor.js'
import type { Statement } from '../../src/evidence/proposal/proposal.js'
import { count, describeDuration } from '../../src/report/words.js'
import { sentence, showTime } from './outline.js'

const namedSteps = 6

/** What happened, in one paragraph: when, who, what step by step, with whose credentials, and what is left behind. */
export function narrativeOf(found: Investigation): Statement[] {
  const { coverage, apiCallVolume, focus } = found
  if (coverage.from === null || coverage.to === null)
    return [sentence('No record was read, so nothing is known of what happened.')]
  const ok = apiCallVolume.reduce((sum, each) => sum + each.ok, 0)
  const failed = apiCallVolume.reduce((sum, each) => sum + each.failed, 0)
  const took = describeDuration(Date.parse(coverage.to) - Date.parse(coverage.from))
  const who = focus === null ? '' : ` of ${focus.type} ${focus.name}`
  const where = coverage.accounts.length === 0 ? '' : ` in account ${coverage.accounts.slice(0, 3).join(', ')}`
  const refused = failed === 0 ? 'none of which failed' : `${failed} of which failed`
  return [
    sentence(
      `From ${showTime(coverage.from)} to ${showTime(coverage.to)} UTC (${took}) there were ${count(ok + failed, 'call')}${who}${where}, ${refused}.`,
    ),
    ...leadersOf(found).flatMap((leader) => stepsOf(leader, found)),
    ...obtainedText(found),
    ...leftText(found),
  ]
}

interface Leader {
  readonly key: string
  readonly called: string
}

const namedLeaders = 2

/** Whom no policy reaches did what it did all the same: one of them is told beside those who are proposed. */
function leadersOf({ proposed, notProposed }: Investigation): Leader[] {
  const entities = proposed.map(({ key, type, name }) => ({ key, called: `${type} ${name}` }))
  const beyond = beyondBlock(notProposed).map(({ actor }) => ({ key: actor.key, called: describeBriefly(actor) }))
  // Of one that is proposed only for what was opened for it there is nothing to tell.
  const acting = entities.filter((_, i) => (proposed[i]?.tactics.length ?? 0) > 0)
  return acting.length === 0 ? beyond.slice(0, namedLeaders) : [...acting.slice(0, namedLeaders), ...beyond.slice(0, 1)]
}

/** Each kind of act once, by its gravest; the gravest of them in the order in which they began. */
function stepsOf({ key, called }: Leader, { detections, coverage }: Investigation): Statement[] {
  const isOneDay = coverage.from?.slice(0, 10) === coverage.to?.slice(0, 10)
  const own = detections.filter(({ actorKeys, severity }) => actorKeys.includes(key) && severity !== 'informational')
  const kinds = new Map<string, Detection>()
  for (const each of own.toSorted(graver)) if (!kinds.has(each.id)) kinds.set(each.id, each)
  const told = [...kinds.values()].slice(0, namedSteps).sort((a, b) => (a.firstSeen < b.firstSeen ? -1 : 1))
  if (told.length === 0) return []
  const left = kinds.size - told.length
  const more = left > 0 ? ` ${count(left, 'further kind')} of acts ${left === 1 ? 'is' : 'are'} listed below.` : ''
  return [
    sentence(`What ${called} did, with the time of the first such call:`),
    ...told.map((step, i) =>
      sentence(`${stepText(step, isOneDay)}${i === told.length - 1 ? `.${more}` : ';'}`, step.eventIds.slice(0, 2)),
    ),
  ]
}

function stepText({ title, status, firstSeen }: Detection, isOneDay: boolean): string {
  const at = isOneDay ? firstSeen.slice(11, 16) : showTime(firstSeen).slice(0, 16)
  return `${at} ${title.replace(/\.$/, '')}${status === 'attempted' ? ' (attempted)' : ''}`
}

const gravity = ['informational', 'low', 'medium', 'high', 'critical']

function graver(a: Detection, b: Detection): number {
  return gravity.indexOf(b.severity) - gravity.indexOf(a.severity) || (a.firstSeen < b.firstSeen ? -1 : 1)
}

function obtainedText({ proposed, notProposed, sessions }: Investigation): Statement[] {
  const beyond = beyondBlock(notProposed).map(({ actor }) => actor)
  const keys = new Set([...proposed, ...beyond].map(({ key }) => key))
  const used = sessions.filter(
    ({ parentKey, principalKey, calls }) =>
      parentKey !== null && keys.has(parentKey) && parentKey !== principalKey && calls > 0,
  )
  if (used.length === 0) return []
  const ids = used.flatMap(({ issuedEventId }) => issuedEventId ?? [])
  const uses = used.reduce((sum, { calls }) => sum + calls, 0)
  return [
    sentence(
      `${count(used.length, 'credential')} of others ${used.length === 1 ? 'was' : 'were'} obtained on the way and used for ${count(uses, 'call')}.`,
      ids.slice(0, 5),
    ),
  ]
}

function leftText({ persistence }: Investigation): Statement[] {
  const left = persistence.filter(({ stillThere }) => stillThere !== 'removed')
  if (persistence.length === 0) return []
  const removed = persistence.length - left.length
  const gone = removed === 0 ? '' : `, ${removed} of which ${removed === 1 ? 'was' : 'were'} removed again`
  const ids = (left.length > 0 ? left : persistence).flatMap(({ eventIds }) => eventIds.slice(0, 1))
  const text = `${count(persistence.length, 'thing')} that outlive${persistence.length === 1 ? 's' : ''} a block ${persistence.length === 1 ? 'was' : 'were'} made or changed${gone}.`
  return [sentence(text, ids.slice(0, 5))]
}
