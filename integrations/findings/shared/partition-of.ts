import { type Partition, partitionSchema } from '../../../src/domain/partition.js'
import { quoteText } from '../../../src/domain/quote-text.js'
import { notOurs, type RefusedFinding } from '../finding-source.js'

export const regionPattern = /^[a-z0-9-]{1,32}$/

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html: China and GovCloud regions carry it in their name. */
export function partitionOfRegion(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return /^(us|eu)-iso/.test(region) ? 'aws-iso' : 'aws'
}

/** The partition of an ARN's text, served or not. */
export function partitionOfArn(arn: string | null | undefined): string | undefined {
  return /^arn:([\w-]+):/.exec(arn ?? '')?.[1]
}

export function servedPartition(
  named: string,
): { readonly ok: true; readonly partition: Partition } | { readonly ok: false; readonly refusal: RefusedFinding } {
  const partition = partitionSchema.safeParse(named)
  if (partition.success) return { ok: true, partition: partition.data }
  return { ok: false, refusal: notOurs(`The partition ${quoteText(named)} is not one of aws, aws-cn, aws-us-gov.`) }
}
