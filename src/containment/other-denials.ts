import type { Json } from '../domain/canonical-json.js'
import { managedDenyAllArn, ownedBy } from './document.js'
import { decodePolicyDocument, listOf, type PolicyDocument, statementsOf } from './policy-text.js'
import type { PreImage } from './pre-image.js'

/** What else denies an entity, beside the policies named as ours: in sentences, sorted by policy. None of it is touched. */
export function otherDenials(image: PreImage, ours: readonly string[]): string[] {
  const isOurs = (name: string) => ours.includes(name)
  return [
    ...image.inlinePolicies.filter(({ name }) => !isOurs(name)).flatMap(inlineDenial),
    ...image.attachedPolicies.filter((arn) => !isOurs(arn)).flatMap((arn) => managedDenial(arn, image)),
  ]
}

function inlineDenial({ name, document }: PreImage['inlinePolicies'][number]): string[] {
  const containment = ownedBy(document)
  if (containment !== null) return [`Policy ${name} belongs to containment ${containment} and stays as it is.`]
  return deniesEverything(document) ? [`Policy ${name} denies everything as well. It is not ours and stays.`] : []
}

function managedDenial(arn: string, { entity }: PreImage): string[] {
  if (arn === managedDenyAllArn(entity.partition)) return [`${arn} is attached already. It is not ours and stays.`]
  return isQuarantine(arn)
    ? [`${arn} is attached: AWS itself found keys of this entity exposed, which bears the finding out. It stays.`]
    : []
}

/**
 * The policies that AWS attaches to users whose keys it finds published. They deny some fifty actions, not all, and allow none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/security-iam-awsmanpol.html
 */
export function isQuarantine(arn: string): boolean {
  return /^arn:[^:]+:iam::aws:policy\/(.*\/)?AWSCompromisedKeyQuarantine/.test(arn)
}

/** True for a policy with a statement that denies every action on every resource without a condition. */
export function deniesEverything(document: string): boolean {
  const decoded = decodePolicyDocument(document)
  return decoded.ok && statementsOf(decoded.document).some(isDenyAll)
}

function isDenyAll(statement: PolicyDocument): boolean {
  const { Effect, Action, Resource, Condition } = statement
  return Effect === 'Deny' && Condition === undefined && isEverything(Action) && listOf(Resource).includes('*')
}

function isEverything(action: Json | undefined): boolean {
  return listOf(action).some((one) => one === '*' || one === '*:*')
}
