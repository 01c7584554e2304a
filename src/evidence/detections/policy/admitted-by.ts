import type { PolicyStatement } from './policy-document.js'

/** Whom a trust or resource policy lets in, beyond its own account. */
export interface Admitted {
  /** Anybody with an AWS account, or without one. */
  readonly everyone: boolean
  /** Accounts that are neither the policy's own nor among those whose logs these are. */
  readonly outside: readonly string[]
  /** All of these must name an external id. */
  readonly isByExternalId: boolean
  /** Other accounts whose logs these are. */
  readonly siblings: readonly string[]
  /** Principals of the own account, by what stands in the policy. */
  readonly own: readonly string[]
  readonly services: readonly string[]
  /** SAML and OIDC providers; `unboundProviders` those that are let in without a condition on who comes. */
  readonly providers: readonly string[]
  readonly unboundProviders: readonly string[]
  /** Nothing but writing is allowed: how logs are delivered by accounts of AWS itself. */
  readonly onlyWrites: boolean
}

/** Conditions that say who may come, so that `*` is not everybody. */
const narrowing =
  /^(aws:(principal(orgid|orgpaths|account|arn|isawsservice)|source(account|arn|orgid|orgpaths|vpce|vpc|ip|owner)|userid|vpcsourceip|calledvia)|kms:(calleraccount|viaservice)|s3:dataaccesspointaccount|sns:endpoint|lambda:eventsourcetoken)$/

export interface AdmittingAccount {
  readonly accountId: string | undefined
  readonly accounts: ReadonlySet<string>
}

export function admittedBy(
  statements: readonly PolicyStatement[],
  { accountId, accounts }: AdmittingAccount,
): Admitted {
  const allowing = statements.filter(({ isAllow }) => isAllow)
  const aws = allowing.flatMap((statement) => idsOf(statement, 'AWS').map((id) => ({ id, statement })))
  const named = aws.flatMap(({ id }) => (id === '*' ? [] : [{ id, account: accountOf(id) }]))
  const others = unique(named.flatMap(({ account }) => (account === null || account === accountId ? [] : [account])))
  const providers = allowing.flatMap((statement) => idsOf(statement, 'Federated').map((id) => ({ id, statement })))
  return {
    everyone: aws.some(
      ({ id, statement }) => id === '*' && !statement.conditionKeys.some((key) => narrowing.test(key)),
    ),
    outside: others.filter((account) => !accounts.has(account)),
    isByExternalId: aws.every(({ id, statement }) => {
      const account = accountOf(id)
      return account === accountId || statement.conditionKeys.includes('sts:externalid')
    }),
    siblings: others.filter((account) => accounts.has(account)),
    own: unique(named.flatMap(({ id, account }) => (account === accountId ? [id] : []))),
    services: unique(allowing.flatMap((statement) => idsOf(statement, 'Service'))),
    providers: unique(providers.map(({ id }) => id)),
    unboundProviders: unique(providers.filter(({ statement }) => !isBound(statement)).map(({ id }) => id)),
    onlyWrites: allowing.length > 0 && allowing.every(({ actions }) => actions.every(isWrite)),
  }
}

function idsOf({ principals }: PolicyStatement, wanted: string): string[] {
  return principals.filter(({ type }) => type === wanted).map(({ id }) => id)
}

/** OIDC without a condition on the subject, or SAML without one on the audience, lets in whoever the provider knows. */
function isBound({ conditionKeys }: PolicyStatement): boolean {
  return conditionKeys.some((key) => /:(sub|aud|amr|namequalifier|email|repository|iss)$/.test(key))
}

function isWrite(action: string): boolean {
  return /:(put|write|create|deliver|publish|send)[a-z]*$/.test(action) && !/policy|acl/.test(action)
}

/** `111122223333`, or the account of an ARN; null for the unique id of an entity that is no more. */
export function accountOf(principal: string): string | null {
  if (/^\d{12}$/.test(principal)) return principal
  return /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1] ?? null
}

function unique(all: readonly string[]): string[] {
  return [...new Set(all)].sort()
}
