import { parseInstant } from './instant.js'
import { parseOperatorName } from './operator-name.js'
import type { Statement } from './policy-document.js'
import { asList } from './statement-applies.js'

type Check = (statement: Statement) => string | undefined

const unprefixed = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'

/** What is wrong with the statements of an identity policy, or undefined. The wording is IAM's. */
export function identityComplaint(statements: readonly Statement[]): string | undefined {
  return firstComplaint(statements, [
    ({ Principal, NotPrincipal }) =>
      (Principal ?? NotPrincipal) === undefined ? undefined : 'Policy document should not specify a principal.',
    ...commonChecks,
    (statement) =>
      asList(statement.Resource ?? statement.NotResource).length === 0
        ? 'Policy statement must contain resources.'
        : undefined,
    (statement) => firstDefined(asList(statement.Resource ?? statement.NotResource), resourceComplaint),
  ])
}

/** What is wrong with the statements of a trust policy, or undefined. */
export function trustComplaint(statements: readonly Statement[]): string | undefined {
  return firstComplaint(statements, [
    ({ Resource, NotResource }) =>
      (Resource ?? NotResource) === undefined ? undefined : 'Has prohibited field Resource',
    principalComplaint,
    ...commonChecks,
    (statement) =>
      asList(statement.Action ?? statement.NotAction).every((action) => action === '*' || /^sts:/i.test(action))
        ? undefined
        : 'AssumeRole policy may only specify STS AssumeRole actions.',
  ])
}

function firstComplaint(statements: readonly Statement[], checks: readonly Check[]): string | undefined {
  const sids = statements.flatMap(({ Sid }) => (Sid ? [Sid] : []))
  if (new Set(sids).size < sids.length) return 'Statement IDs (SID) in a single policy must be unique.'
  return firstDefined(statements, (statement) => firstDefined(checks, (check) => check(statement)))
}

function firstDefined<T>(items: readonly T[], complain: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const complaint = complain(item)
    if (complaint !== undefined) return complaint
  }
  return undefined
}

const commonChecks: readonly Check[] = [
  ({ Sid }) => {
    if (Sid === undefined || /^[A-Za-z0-9]*$/.test(Sid)) return undefined
    return 'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*'
  },
  (statement) => {
    const both = statement.Action !== undefined && statement.NotAction !== undefined
    const bothResources = statement.Resource !== undefined && statement.NotResource !== undefined
    return both || bothResources ? 'Syntax errors in policy.' : undefined
  },
  ({ Action, NotAction }) =>
    asList(Action ?? NotAction).length === 0 ? 'Policy statement must contain actions.' : undefined,
  ({ Action, NotAction }) => firstDefined(asList(Action ?? NotAction), actionComplaint),
  conditionComplaint,
]

/** A wildcard may not be part of the service: `*:*` is everything, `s*:GetObject` is refused. */
function actionComplaint(action: string): string | undefined {
  const [vendor = '', ...names] = action.split(':')
  if (action === '*') return undefined
  if (names.length === 0) return unprefixed
  if (names.length > 1) return 'Actions/Condition can contain only one colon.'
  return vendor === '*' || /^[A-Za-z0-9.-]+$/.test(vendor) ? undefined : `Vendor ${vendor} is not valid`
}

function resourceComplaint(resource: string): string | undefined {
  if (resource === '*') return undefined
  const [scheme, partition = '', service] = resource.split(':')
  if (scheme !== 'arn') return `Resource ${resource} must be in ARN format or "*".`
  if (!/^(aws(-[a-z]+)*|\*)$/.test(partition))
    return `Partition "${partition}" is not valid for resource "${resource}".`
  return service === undefined ? 'Resource vendor must be fully qualified and cannot contain regexes.' : undefined
}

function conditionComplaint({ Condition }: Statement): string | undefined {
  return firstDefined(Object.entries(Condition ?? {}), ([name, keys]) => {
    const operator = parseOperatorName(name)
    if (operator === undefined) return `Invalid Condition type : ${name}.`
    const dates = operator.kind === 'comparison' && operator.comparison.startsWith('Date')
    return firstDefined(Object.entries(keys), ([key, values]) => {
      if (!/^[^:]+:.+$/.test(key)) return unprefixed
      const readable = !dates || asList(values).every((value) => parseInstant(String(value)) !== undefined)
      return readable ? undefined : 'The policy failed legacy parsing'
    })
  })
}

/** An entity id (AROA..., AIDA...) is what IAM shows for a principal that was deleted; IAM accepts it back. */
const awsPrincipal =
  /^(\*|\d{12}|A[A-Z0-9]{15,127}|arn:aws(-[a-z]+)*:(iam|sts)::\d{12}:(root|(user|role|assumed-role|federated-user)\/.+))$/

function principalComplaint({ Principal, NotPrincipal }: Statement): string | undefined {
  const principal = Principal ?? NotPrincipal
  if (principal === undefined) return 'Missing required field Principal'
  if (Principal !== undefined && NotPrincipal !== undefined) return 'Syntax errors in policy.'
  if (principal === '*') return undefined
  if (principal.CanonicalUser !== undefined) return 'Invalid principal in policy'
  const wrong = asList(principal.AWS).find((name) => !awsPrincipal.test(name))
  return wrong === undefined ? undefined : `Invalid principal in policy: "AWS":"${wrong}"`
}
