import { conditionHolds } from '../../../simulated-aws/policy/condition.js'
import type { PolicyDocument } from '../../../simulated-aws/policy/policy-document.js'
import { contextLookup } from '../../../simulated-aws/policy/request-context.js'
import type { SimulationCase } from './simulation-cases.js'

export const layers = ['identity', 'groups', 'boundary', 'session'] as const

export const withoutLayer: Record<(typeof layers)[number], Partial<SimulationCase>> = {
  identity: { identity: [] },
  groups: { groups: [] },
  boundary: { boundary: undefined },
  session: { session: undefined },
}

export function documentsOf({ identity, groups, boundary, session }: SimulationCase): PolicyDocument[] {
  return [...identity, ...groups, ...(boundary ? [boundary] : []), ...(session ? [session] : [])]
}

/** One operator on one key, as a generated policy asks it, and whether it holds for that request. */
export interface ConditionOutcome {
  readonly operator: string
  readonly key: string
  /** The values asked for, as JSON. */
  readonly wanted: string
  readonly holds: boolean
}

export function conditionOutcomes(cases: readonly SimulationCase[]): ConditionOutcome[] {
  return cases.flatMap((one) => {
    const lookup = contextLookup(one.context)
    const conditions = documentsOf(one).flatMap(({ Statement }) =>
      [Statement].flat().flatMap(({ Condition }) => Object.entries(Condition ?? {})),
    )
    return conditions.flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({
        operator,
        key,
        wanted: JSON.stringify(values),
        holds: conditionHolds({ [operator]: { [key]: values } }, lookup, lookup),
      })),
    )
  })
}

type Matches = (operator: string, key: string, wanted: string) => boolean

const on =
  (wantedKey: string, pattern: RegExp): Matches =>
  (operator, key) =>
    key === wantedKey && pattern.test(operator)

/** The conditions that responders, attackers and the policies of incidents use: each must occur, true and false. */
export const conditionsInUse: Record<string, Matches> = {
  'aws:userid, one session': on('aws:userid', /^StringEquals$/),
  'aws:userid with wildcards': on('aws:userid', /^StringLike/),
  'aws:TokenIssueTime, DateLessThan': on('aws:TokenIssueTime', /^DateLessThan$/),
  'aws:PrincipalArn as an ARN': on('aws:PrincipalArn', /^Arn(Equals|Like)/),
  'aws:PrincipalArn as no such ARN': on('aws:PrincipalArn', /^ArnNot(Equals|Like)/),
  'aws:PrincipalArn as a text': on('aws:PrincipalArn', /^String/),
  'aws:SourceIp': on('aws:SourceIp', /^IpAddress/),
  'aws:SourceIp, not': on('aws:SourceIp', /^NotIpAddress/),
  'aws:PrincipalTag, StringEquals': on('aws:PrincipalTag/team', /^StringEquals$/),
  'aws:PrincipalTag, StringEqualsIgnoreCase': on('aws:PrincipalTag/team', /^StringEqualsIgnoreCase/),
  Bool: (operator) => operator === 'Bool',
  BoolIfExists: on('aws:MultiFactorAuthPresent', /^BoolIfExists$/),
  Null: (operator) => operator === 'Null',
  Numeric: (operator) => operator.startsWith('Numeric'),
  IfExists: (operator) => operator.endsWith('IfExists'),
  ForAnyValue: (operator) => operator.startsWith('ForAnyValue:'),
  ForAllValues: (operator) => operator.startsWith('ForAllValues:'),
  'a policy variable': (_operator, _key, wanted) => /\$\{aws:/.test(wanted),
  'a policy variable with a default': (_operator, _key, wanted) => /\$\{aws:[^}]*, '/.test(wanted),
}
