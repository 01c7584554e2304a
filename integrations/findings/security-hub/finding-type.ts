import { awsProduct } from './product.js'

/**
 * A finding's type under the name that its own product gives it, so that the same finding is the same type by every feed:
 * `TTPs/Exfiltration/Exfiltration:IAMUser-AnomalousBehavior` is GuardDuty's `Exfiltration:IAMUser/AnomalousBehavior`. Other
 * products' types stay as they are.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html
 */
export function findingTypeOf(productArn: string, types: readonly string[]): string {
  if (awsProduct(productArn) !== 'guardduty') return types[0] ?? ''
  const named = types.find((type) => /[A-Za-z]+:[A-Za-z0-9]+[-/]\S+/.test(type)) ?? types[0] ?? ''
  // The threat purpose has no slash, but the class and category before it do, and so may the name itself.
  const own = /([A-Za-z]+):([A-Za-z0-9]+)[-/](\S+)$/.exec(named)
  return own === null ? named : `${own[1]}:${own[2]}/${own[3]}`
}
