import type { Act } from '../act.js'
import { textAt } from '../request-values.js'
import type { TrailView } from '../trail-view.js'

const makingCalls =
  'CreateSAMLProvider UpdateSAMLProvider CreateOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint AddClientIDToOpenIDConnectProvider'

/** Of these providers (ARNs, as a trust policy names them) those that the caller of the act made or changed itself in this log. */
export function ownProviders(providers: readonly string[], { actor }: Act, trail: TrailView): string[] {
  if (providers.length === 0) return []
  const made = trail
    .actsNamedBy(actor.key, 'iam', makingCalls)
    .filter((making) => making.outcome === 'ok')
    .map(nameOf)
  return providers.filter((provider) => made.some((name) => name !== '' && endOf(provider) === name))
}

/** By ARN, or by what the ARN ends with: a SAML provider's name, an OIDC provider's address without its scheme. */
function nameOf({ request, response }: Act): string {
  const arn = textAt(response, 'sAMLProviderArn') ?? textAt(response, 'openIDConnectProviderArn')
  const named = arn ?? textAt(request, 'sAMLProviderArn') ?? textAt(request, 'openIDConnectProviderArn')
  if (named !== undefined) return endOf(named)
  return textAt(request, 'name') ?? (textAt(request, 'url') ?? '').replace(/^https:\/\//, '')
}

/** `okta` of `arn:aws:iam::111122223333:saml-provider/okta`. */
function endOf(arn: string): string {
  return arn.replace(/^.*?-provider\//, '')
}
