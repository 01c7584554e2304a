import { guardDutyPlace } from '../../../src/domain/finding-key.js'
import { quoteText } from '../../../src/domain/quote-text.js'
import { awsProduct } from './product.js'

/**
 * Why a finding could have been written by anybody with BatchImportFindings in the account, in a sentence; null where only AWS's
 * own product can have written it. AWS lets nobody import under a product of its own.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
 */
export function whyForgeable(productArn: string, id: string): string | null {
  const product = awsProduct(productArn)
  if (product === null) {
    const shown = quoteText(productArn.slice(0, 300))
    return `Its product ${shown} is none of AWS's own: whoever may import findings into Security Hub can have written it.`
  }
  if (product === 'guardduty' || guardDutyPlace(id) === null) return null
  return `Its id is the ARN of a GuardDuty finding, but its product is ${quoteText(product)}.`
}

/** The same as a finding holds it. */
export function trustIn(whyNot: string | null): { readonly trusted: boolean; readonly distrust?: string } {
  return whyNot === null ? { trusted: true } : { trusted: false, distrust: whyNot }
}
