import { textAt } from '../request-values.js'
import type { ActRule } from '../rule.js'

/**
 * A domain handed to another account or registrar, or made ready for it: whoever has it gets the mail and the visitors. ATT&CK T1584.001.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-transfer-between-aws-accounts.html
 */
export const domainGivenAway: ActRule = {
  kind: 'acts',
  id: 'domain-transferred',
  title: 'Domain handed over, or unlocked for it',
  technique: 'T1584.001',
  tactic: 'impact',
  calls: { route53domains: 'TransferDomainToAnotherAwsAccount DisableDomainTransferLock' },
  judge: (act) => ({
    severity: act.name === 'TransferDomainToAnotherAwsAccount' ? 'high' : 'medium',
    what: `${act.name} ${textAt(act.request, 'domainName') ?? ''}`.trim(),
  }),
}
