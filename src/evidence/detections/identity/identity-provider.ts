import { textAt } from '../request-values.js'
import { type ActRule, always, whatOf } from '../rule.js'
import { isSharedIssuer } from './shared-issuer.js'

/**
 * Somebody else's word for who a person is: a SAML or OIDC provider made or changed. ATT&CK T1484.002, trust modification.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html
 */
export const identityProviderChanged: ActRule = {
  kind: 'acts',
  id: 'identity-provider-changed',
  title: 'Identity provider added or changed',
  technique: 'T1484.002',
  tactic: 'persistence',
  calls: {
    iam: 'CreateSAMLProvider UpdateSAMLProvider CreateOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint AddClientIDToOpenIDConnectProvider',
    sso: 'CreateInstance CreateTrustedTokenIssuer UpdateTrustedTokenIssuer AssociateDirectory StartSSO',
    'sso-directory':
      'EnableExternalIdPConfigurationForDirectory CreateExternalIdPConfigurationForDirectory UpdateExternalIdPConfigurationForDirectory',
  },
  judge: (act) => {
    const address = act.name === 'CreateOpenIDConnectProvider' ? (textAt(act.request, 'url') ?? '') : ''
    return isSharedIssuer(address)
      ? { severity: 'low', what: whatOf(act), why: ['many use it: who may come the trust of roles says'] }
      : { severity: 'medium', what: whatOf(act), why: ['whoever controls the provider can sign in'] }
  },
}

/** Identity Center: a person or group given a permission set in an account. ATT&CK T1098.003. */
export const accountAssigned: ActRule = {
  kind: 'acts',
  id: 'sso-account-assigned',
  title: 'Identity Center access to an account given',
  technique: 'T1098.003',
  tactic: 'persistence',
  calls: { sso: 'CreateAccountAssignment CreatePermissionSet ProvisionPermissionSet' },
  judge: always('low'),
}
