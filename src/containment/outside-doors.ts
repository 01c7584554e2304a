import type { Json } from '../domain/canonical-json.js'
import type { CloudTrailEvent } from '../domain/cloudtrail-event.js'
import { type DoorKind, type DoorWay, doors } from '../domain/openings.js'
import type { Suspect } from '../domain/verdict.js'
import { parameterOf } from './actors.js'

export interface Door {
  readonly kind: DoorKind
  readonly name: string
  /** Left out: the call made it. */
  readonly opened?: Extract<Suspect['opened'], 'changed' | 'enabled'>
}

const ways: readonly (readonly [DoorKind, DoorWay])[] = [
  ['trustAnchor', doors.trustAnchor],
  ['profile', doors.profile],
  ['identityProvider', doors.identityProvider],
]

/** The names of the calls that make, change or turn on a way in from outside AWS. */
export const doorCalls: readonly string[] = ways.flatMap(([, { makes, changes, enables }]) => [
  ...makes,
  ...changes,
  ...enables,
])

/**
 * What this call made, changed or turned on of Roles Anywhere or of the identity providers, by field paths as CloudTrail has them;
 * null for every other call, for one that failed, and for what was made turned off: nobody comes in there before it is turned on.
 */
export function doorIn(event: CloudTrailEvent): Door | null {
  const { eventSource, eventName, errorCode, requestParameters } = event
  if (errorCode !== undefined) return null
  for (const [kind, { service, makes, changes, enables }] of ways) {
    if (eventSource !== `${service}.amazonaws.com`) continue
    const name = kind === 'identityProvider' ? providerIn(event) : anywhereIn(event, kind)
    if (makes.includes(eventName))
      return service === 'rolesanywhere' && requestParameters?.enabled === false ? null : { kind, name }
    if (changes.includes(eventName)) return { kind, name, opened: 'changed' }
    if (enables.includes(eventName)) return { kind, name, opened: 'enabled' }
  }
  return null
}

/** `name/id`. The id is in the request where the thing was there already, and in the answer, with its name, always. */
function anywhereIn(event: CloudTrailEvent, kind: 'trustAnchor' | 'profile'): string {
  const answered = event.responseElements?.[kind]
  const id = parameterOf(event, `${kind}Id`) ?? textIn(answered, `${kind}Id`)
  const name = parameterOf(event, 'name') ?? textIn(answered, 'name')
  return [name, id].filter((part) => part !== undefined).join('/') || '(name unknown)'
}

function providerIn(event: CloudTrailEvent): string {
  for (const arn of ['sAMLProviderArn', 'openIDConnectProviderArn']) {
    const named = parameterOf(event, arn) ?? textIn(event.responseElements, arn)
    if (named !== undefined) return named
  }
  return parameterOf(event, 'name') ?? parameterOf(event, 'url') ?? '(name unknown)'
}

function textIn(value: Json | undefined, name: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const text = value[name]
  return typeof text === 'string' ? text : undefined
}
