import type { Candidate } from './candidate.js'
import type { CodeLink } from './code-links.js'
import { describeActor } from './describe-actor.js'
import type { Kinship } from './kinship.js'

const inheritedShare = 0.5

/**
 * What stands out of code is also its author's: who handed the role over within the hour before stands out with it, with the doubt
 * that no record joins the two. It makes nobody else stand out in turn, and the answer no surer.
 */
export function passToCoder(
  child: Candidate,
  tellingKeys: ReadonlySet<string>,
  candidates: ReadonlyMap<string, Candidate>,
  kinship: Kinship,
): void {
  const own = child.points - child.throughOthers
  const passed = new Set<string>()
  for (const link of kinship.codeLinksInto(child.key)) {
    const parent = candidates.get(link.by)
    if (parent === undefined || !tellingKeys.has(link.session.accessKeyId) || passed.has(link.by)) continue
    passed.add(link.by)
    parent.points += own * inheritedShare
    parent.throughOthers += own * inheritedShare
    parent.standsOut = true
    tell(parent, child, link)
  }
}

function tell(parent: Candidate, child: Candidate, { eventId, eventName, atMs, session }: CodeLink): void {
  const minutes = Math.max(0, Math.round((Date.parse(session.firstSeen ?? '') - atMs) / 60_000))
  const by = describeActor(parent.actor, parent.key)
  const role = describeActor(child.actor, child.key)
  const before = `(${eventName}, session ${session.sessionName || session.accessKeyId}) ${minutes === 1 ? '1 minute' : `${minutes} minutes`} before`
  const eventIds = [eventId, ...session.eventIds].slice(0, 10)
  parent.because.push({
    text: `It handed ${role} to code or a machine ${before} that role acted from there: what runs there is what it wrote, unless somebody else got in.`,
    eventIds,
  })
  child.because.push({ text: `${by} handed it to code or a machine ${before} it acted from there.`, eventIds })
  parent.doubts.push(
    `That ${by} is behind what ${role} did is told by the role that it handed over, not by a credential: somebody else may have got into what ran there.`,
  )
}
