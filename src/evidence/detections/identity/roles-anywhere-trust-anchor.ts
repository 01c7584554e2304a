import { textAt } from '../request-values.js'
import type { ActRule } from '../rule.js'

/**
 * A certificate authority that AWS will believe from now on. With AWS's own private CA it is at least paid for and logged; a bundle
 * of certificates is whatever its maker signs, from anywhere and for as long as it is valid. ATT&CK T1098.003 is what Elastic gives the profile
 * that follows; the anchor itself is T1556, a changed way to authenticate.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html
 */
export const rolesAnywhereTrustAnchor: ActRule = {
  kind: 'acts',
  id: 'rolesanywhere-trust-anchor-created',
  title: 'Roles Anywhere trust anchor created or changed',
  technique: 'T1556',
  tactic: 'persistence',
  calls: { rolesanywhere: 'CreateTrustAnchor UpdateTrustAnchor EnableTrustAnchor' },
  judge: (act) => {
    const name = textAt(act.request, 'name') ?? textAt(act.request, 'trustAnchorId') ?? 'unnamed'
    const isPca = textAt(act.request, 'source.sourceType') === 'AWS_ACM_PCA'
    const isCreated = act.name === 'CreateTrustAnchor'
    return {
      severity: isPca || !isCreated ? 'medium' : 'high',
      what: `${act.name}: ${name}`,
      why: isPca || !isCreated ? [] : ['the certificate authority is not one of AWS'],
    }
  },
}
