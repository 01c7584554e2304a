import { dataTtps } from './data-ttps.js'
import { defenseTtps } from './defense-ttps.js'
import { discoveryTtps } from './discovery-ttps.js'
import { executionTtps } from './execution-ttps.js'
import { identityTtps } from './identity-ttps.js'
import type { Ttp } from './ttp.js'

export const allTtps: readonly Ttp[] = [
  ...identityTtps,
  ...defenseTtps,
  ...executionTtps,
  ...dataTtps,
  ...discoveryTtps,
]

const byCall: ReadonlyMap<string, Ttp> = new Map(
  allTtps.flatMap((ttp) =>
    Object.entries(ttp.calls).flatMap(([service, names]) =>
      names.split(' ').map((name) => [`${service}:${name}`, ttp] as const),
    ),
  ),
)

/** What a call serves an attacker for; null where the table has nothing of it. */
export function ttpOf(apiName: string): Ttp | null {
  return byCall.get(apiName) ?? null
}

/** Lambda: `CreateFunction20150331`, `GetFunction20150331v2`; CloudFront: `CreateFunction2020_05_31`. */
const versionSuffix = /(?:\d{8}|\d{4}_\d{2}_\d{2})(?:v\d+)?$/

/** `lambda:CreateFunction`: the service without its domain, the name without the date of the API's version. */
export function apiNameOf({
  eventSource,
  eventName,
}: {
  readonly eventSource: string
  readonly eventName: string
}): string {
  return `${eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '')}:${eventName.replace(versionSuffix, '')}`
}
