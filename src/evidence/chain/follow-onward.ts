import type { PrincipalIdentity } from '../../domain/principal-activity.js'
import type { ChainAsker } from './chain-asker.js'
import type { HeardRecords } from './heard-records.js'

/** Sessions that are looked at of each step, and steps: whoever holds a role can ask for thousands. */
const MOST_KEYS = 5
const MOST_STEPS = 4
const PAGES = 2

/**
 * Calls with the sessions that the principal asked for, newest first, and with those that were asked for with them in turn. What another
 * source has told already is not asked for again. Says what was left out.
 */
export async function followOnward(
  principal: PrincipalIdentity,
  window: { readonly from: string; readonly to: string },
  { heard, asker }: { readonly heard: HeardRecords; readonly asker: ChainAsker },
): Promise<string[]> {
  const seen = new Set<string>()
  const left: string[] = []
  const regions = asker.regionsOf(principal.accountId)
  let issues = heard.issuesTo(principal)
  for (let step = 1; step <= MOST_STEPS && issues.length > 0; step += 1) {
    const keys = [...new Set(issues.map(({ issued }) => issued?.accessKeyId ?? ''))]
    const fresh = keys.filter((key) => key !== '' && !seen.has(key))
    for (const key of fresh) seen.add(key)
    const unheard = fresh.filter((key) => !heard.hasCallsWith(key))
    const asked = unheard.slice(0, MOST_KEYS)
    const maxRequests = PAGES * asked.length * Math.max(1, regions.length)
    const question = { ...window, principal: null, regions: [], accessKeyIds: asked, maxRequests }
    const answer = asked.length === 0 ? undefined : await asker.ask(principal.accountId, question)
    const unread = answer === null ? unheard.length : unheard.length - asked.length
    if (unread > 0)
      left.push(`Calls of ${unread} more sessions that were obtained onward (step ${step}) were not looked up.`)
    issues = heard.issuesWith(new Set(fresh))
  }
  return left
}
