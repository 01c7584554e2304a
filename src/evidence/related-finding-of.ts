import type { Finding } from '../domain/finding.js'
import type { RelatedFinding } from './indicators/indicator-input.js'

/** A finding of our own record, as what ties it to actors: a finding keeps no address. */
export function relatedFindingOf({ sourceId, type, severity, principal }: Finding): RelatedFinding {
  const { partition, accountId, name, arn, accessKeyId, sessionName, uniqueId } = principal
  const isEntity = (principal.type === 'role' || principal.type === 'user') && name !== ''
  const named = isEntity ? `arn:${partition}:iam::${accountId}:${principal.type}/${name}` : null
  return {
    arn: sourceId,
    type,
    severity,
    principalArns: [...new Set([arn, named].flatMap((each) => each ?? []))],
    accessKeyIds: accessKeyId === undefined ? [] : [accessKeyId],
    sessionIds: sessionName === undefined || uniqueId === undefined ? [] : [`${uniqueId}:${sessionName}`],
    ipAddresses: [],
  }
}
