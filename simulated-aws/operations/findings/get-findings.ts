import { z } from 'zod'
import type { Account } from '../../account/account.js'
import { fieldOf, type JsonObject } from '../../json.js'
import { failure } from '../../pipeline/aws-error.js'
import { operation } from '../../pipeline/operation.js'

/** https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetFindings.html: ids that are not there are left out. */
const guardDuty = operation({
  service: 'guardduty',
  name: 'GetFindings',
  readOnly: true,
  input: z.object({ detectorId: z.string().min(1).max(300), findingIds: z.array(z.string()).max(50) }),
  resource: ({ partition, region, accountId }, { detectorId }) =>
    `arn:${partition}:guardduty:${region}:${accountId}:detector/${detectorId}`,
  run: ({ account }, { detectorId, findingIds }) => {
    const kept = account.guardDutyFindings.get(detectorId)
    if (kept === undefined) {
      const message = 'The request is rejected because the input detectorId is not owned by the current account.'
      return failure({ code: 'BadRequestException', status: 400, message })
    }
    const findings = kept.filter((finding) => findingIds.some((id) => fieldOf(finding, 'id') === id))
    return { ok: true, result: { findings } }
  },
})

const texts = z
  .array(z.object({ Value: z.string(), Comparison: z.enum(['EQUALS', 'PREFIX', 'NOT_EQUALS', 'PREFIX_NOT_EQUALS']) }))
  .max(20)
  .optional()

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html: the filters that are known here, none else. */
const securityHub = operation({
  service: 'securityhub',
  name: 'GetFindings',
  readOnly: true,
  input: z.object({
    Filters: z.strictObject({ Id: texts, AwsAccountId: texts, ProductArn: texts }).default({}),
    MaxResults: z.number().int().min(1).max(100).default(100),
    NextToken: z.string().regex(/^\d+$/).optional(),
  }),
  run: ({ account }, { Filters, MaxResults, NextToken }) => {
    const found = securityHubFindings(account).filter((finding) =>
      Object.entries(Filters).every(([field, wanted]) => isWanted(finding, field, wanted)),
    )
    const from = Number(NextToken ?? '0')
    const to = from + MaxResults
    const more = to < found.length ? { NextToken: String(to) } : {}
    return { ok: true, result: { Findings: found.slice(from, to), ...more } }
  },
})

function securityHubFindings(account: Account): readonly JsonObject[] {
  return account.securityHubFindings
}

/** Values of one field are alternatives. */
function isWanted(finding: JsonObject, field: string, wanted: z.output<typeof texts>): boolean {
  const value = finding[field]
  if (wanted === undefined) return true
  return wanted.some(({ Value, Comparison }) => {
    const isLike =
      typeof value === 'string' && (Comparison.startsWith('PREFIX') ? value.startsWith(Value) : value === Value)
    return Comparison.endsWith('NOT_EQUALS') ? !isLike : isLike
  })
}

export const findingOperations = [guardDuty, securityHub]
