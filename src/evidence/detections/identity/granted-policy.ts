import { entryOf } from '../../facts/tallies.js'
import type { Act } from '../act.js'
import { type PolicyStatement, policyDocument } from '../policy/policy-document.js'
import { managedPolicyPower, type PolicyPower, policyPower } from '../policy/policy-power.js'
import { textAt } from '../request-values.js'
import type { Severity } from '../severity.js'
import type { TrailView } from '../trail-view.js'

/** What a call that attaches, puts or makes a policy gives to whom. */
export interface Grant {
  readonly power: PolicyPower
  /** Neither a policy of AWS, nor was its content in the log. */
  readonly isUnknown: boolean
  /** `AdministratorAccess`, or the name of the inline policy. */
  readonly policy: string
}

const gravity: Readonly<Record<PolicyPower, Severity>> = {
  administrator: 'high',
  escalating: 'high',
  wide: 'medium',
  ordinary: 'low',
  nothing: 'informational',
}

export function gravityOf({ power }: Grant): Severity {
  return gravity[power]
}

/** null where the call grants nothing: it only denies, as a containment does. */
export function grantIn(act: Act, trail: TrailView): Grant | null {
  const policyArn = textAt(act.request, 'policyArn') ?? textAt(act.request, 'managedPolicyArn')
  const inline = act.request.policyDocument ?? act.request.inlinePolicy
  const statements = inline === undefined ? null : policyDocument(inline)
  if (statements !== null) return grantOf(policyPower(statements), policyArn ?? textAt(act.request, 'policyName'))
  if (policyArn === undefined) return { power: 'ordinary', isUnknown: true, policy: nameOf(act) }
  const power = managedPolicyPower(policyArn)
  if (power !== null) return grantOf(power, policyArn)
  const known = madePolicy(policyArn, trail)
  return known === null
    ? { power: 'ordinary', isUnknown: true, policy: policyArn }
    : grantOf(policyPower(known), policyArn)
}

function grantOf(power: PolicyPower, policy = 'inline policy'): Grant | null {
  return power === 'nothing' ? null : { power, isUnknown: false, policy }
}

function nameOf({ request }: Act): string {
  return textAt(request, 'policyName') ?? 'a policy'
}

/** What the log itself tells of a customer's policy: the widest of the versions made in it. */
function madePolicy(policyArn: string, trail: TrailView): PolicyStatement[] | null {
  const made = madePolicies.get(trail) ?? policiesMadeIn(trail)
  madePolicies.set(trail, made)
  return made.get(policyArn) ?? null
}

/** Asked for once a grant, so they are kept. */
const madePolicies = new WeakMap<TrailView, ReadonlyMap<string, PolicyStatement[]>>()

function policiesMadeIn(trail: TrailView): ReadonlyMap<string, PolicyStatement[]> {
  const made = new Map<string, PolicyStatement[]>()
  for (const { request, response } of trail.actsNamed('iam', 'CreatePolicy CreatePolicyVersion')) {
    const arn = textAt(request, 'policyArn') ?? textAt(response, 'policy.arn')
    const statements = policyDocument(request.policyDocument) ?? []
    if (arn !== undefined && statements.length > 0) {
      entryOf(made, arn, (): PolicyStatement[] => []).push(...statements)
    }
  }
  return made
}

export function reasonOf({ power, isUnknown }: Grant): string[] {
  if (isUnknown) return ['the policy’s content is not in the log']
  switch (power) {
    case 'administrator':
      return ['the policy allows everything']
    case 'escalating':
      return ['the policy allows what can be turned into every right']
    case 'wide':
      return ['the policy allows whole services']
    default:
      return []
  }
}
