import { quoteText } from '../../../src/domain/quote-text.js'

/** `productv2` is Security Hub's second version. The account is empty where AWS owns the product. */
const AWS_PRODUCT = /^arn:aws(?:-cn|-us-gov)?:securityhub:[a-z0-9-]*::product(?:v2)?\/aws\/([a-z0-9-]+)$/

/** `guardduty` where the product is of AWS itself; null for a partner's or an account's own, which its owner writes. */
export function awsProduct(productArn: string | null | undefined): string | null {
  return AWS_PRODUCT.exec(productArn ?? '')?.[1] ?? null
}

/** Products of AWS that tell of settings and exposure, not of what somebody did; anything of theirs accuses nobody. */
const POSTURE = new Set([
  'securityhub',
  'access-analyzer',
  'config',
  'inspector',
  'macie',
  'health',
  'firewall-manager',
])

/**
 * Why a finding tells of a setting, a vulnerability or data and not of what a principal did; null where it may.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-type-taxonomy.html
 */
export function postureOf(productArn: string | null | undefined, types: readonly string[]): string | null {
  const product = awsProduct(productArn)
  if (product !== null && POSTURE.has(product)) {
    return `It is of AWS's product ${quoteText(product)}, which tells of settings, not of what somebody did.`
  }
  const isCheck = types.length > 0 && types.every((type) => /^(Software and Configuration Checks|Posture)/i.test(type))
  return isCheck ? `It is of the type ${quoteText(types[0] ?? '')}, which accuses no IAM principal.` : null
}
