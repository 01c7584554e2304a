import type { FindingSubject } from '../../../src/domain/finding.js'
import { profileSubject } from '../shared/profile-subject.js'
import { valuesAt } from '../shared/values-at.js'

/**
 * The Roles Anywhere profile that a row is about, by the fields that a search over CloudTrail has (`requestParameters.roleArns{}`
 * is Splunk's name of a list), or by the whole record in `_raw`.
 */
export function splunkSubject(row: Readonly<Record<string, unknown>>): FindingSubject | undefined {
  const at = (...paths: readonly string[]) => {
    const lines = paths.flatMap((path) => valuesAt(row, path)).flatMap((text) => text.split(/\r?\n/))
    return [...new Set(lines.flatMap((text) => text.trim() || []))]
  }
  const asked = 'requestParameters'
  const answered = 'responseElements.profile'
  return profileSubject({
    eventSources: at('eventSource', 'event_source'),
    eventNames: at('eventName', 'event_name', 'signature'),
    requests: [...valuesAt(row, asked), ...valuesAt(row, '_raw')],
    responses: valuesAt(row, 'responseElements'),
    names: at(`${asked}.name`, `${answered}.name`),
    ids: at(`${asked}.profileId`, `${answered}.profileId`),
    arns: at(`${answered}.profileArn`),
    roleArns: at(`${asked}.roleArns`, `${asked}.roleArns{}`, `${answered}.roleArns`, `${answered}.roleArns{}`),
  })
}
