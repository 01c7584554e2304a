import type { PolicyStatement } from '../policy/policy-document.js'

/**
 * Issuers of OIDC tokens that build services and clusters run for all of their customers: nobody controls them by making a provider of them
 * here. Who of all those may come in a role’s trust says, by the token’s subject.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const sharedIssuers =
  /^(token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|agent\.buildkite\.com|oidc\.vercel\.com|accounts\.google\.com|(api\.bitbucket\.org|oidc\.circleci\.com|container\.googleapis\.com)\/.+|oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/id\/\w+)$/

/** Its address, or the ARN of the provider that was made of it. */
export function isSharedIssuer(provider: string): boolean {
  return sharedIssuers.test(provider.replace(/^(https:\/\/|arn:[^/]*:oidc-provider\/)/, '').replace(/\/$/, ''))
}

/** Whether all that lets tokens in asks for their subject: the audience is the same for every customer. */
export function isBoundToSubject(statements: readonly PolicyStatement[]): boolean {
  const federated = statements.filter(
    ({ isAllow, principals }) => isAllow && principals.some(({ type }) => type === 'Federated'),
  )
  return federated.every(({ conditionKeys }) => conditionKeys.some((key) => key.endsWith(':sub')))
}
