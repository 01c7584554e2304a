import type { CloudTrailEvent } from '../../domain/cloudtrail-event.js'
import { outcomeOf } from '../facts/outcome-of.js'
import type { TrailFacts } from '../facts/trail-facts.js'

/** When each long-term key was deleted, or switched off and not on again, as far as the records tell. ISO by key id. */
export function endedKeys({ baseline, scope }: TrailFacts): ReadonlyMap<string, string> {
  const ended = new Map<string, string>()
  for (const event of [...baseline.notable, ...scope.notable]) {
    const accessKeyId = event.requestParameters?.accessKeyId
    if (typeof accessKeyId !== 'string' || event.eventSource !== 'iam.amazonaws.com') continue
    if (outcomeOf(event) !== 'ok') continue
    if (isEnd(event)) ended.set(accessKeyId, event.eventTime)
    else if (event.eventName === 'UpdateAccessKey') ended.delete(accessKeyId)
  }
  return ended
}

function isEnd({ eventName, requestParameters }: CloudTrailEvent): boolean {
  if (eventName === 'DeleteAccessKey') return true
  return eventName === 'UpdateAccessKey' && requestParameters?.status === 'Inactive'
}
