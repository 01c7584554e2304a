/**
 * An investigation of Amazon Detective as `aws detective get-investigation` prints it, or as one of `InvestigationDetails` of
 * `list-investigations`. Detective sends nothing by itself: it is pulled, or somebody's script posts it. The indicators that
 * `list-indicators` gives may stand beside it (`Indicators`); they are evidence and not read here.
 *
 * ```json
 * {"GraphArn": "arn:aws:detective:eu-west-1:999988887777:graph:027c7c4610ea4aacaf0b883093cab899",
 *  "InvestigationId": "000000000000000000001",
 *  "EntityArn": "arn:aws:iam::111122223333:role/ci-deploy", "EntityType": "IAM_ROLE",
 *  "CreatedTime": "2026-03-01T10:10:00Z", "ScopeStartTime": "2026-02-28T10:00:00Z", "ScopeEndTime": "2026-03-01T10:00:00Z",
 *  "Status": "SUCCESSFUL", "Severity": "HIGH", "State": "ACTIVE"}
 * ```
 * The graph's account administers Detective; the accused's is that of its ARN.
 *
 * @see https://docs.aws.amazon.com/detective/latest/APIReference/API_GetInvestigation.html
 * @see https://docs.aws.amazon.com/detective/latest/APIReference/API_ListInvestigations.html
 */
import { z } from 'zod'
import { looseMoment } from '../shared/moment.js'

export const investigationSchema = z.object({
  GraphArn: z
    .string()
    .regex(/^arn:[\w-]+:detective:[a-z0-9-]{1,32}:\d{12}:graph:\w{1,64}$/, 'not the ARN of a behavior graph')
    .nullish(),
  InvestigationId: z.string().regex(/^\d{1,64}$/, 'not an investigation id'),
  EntityArn: z.string(),
  EntityType: z.enum(['IAM_ROLE', 'IAM_USER']),
  CreatedTime: looseMoment,
  ScopeStartTime: looseMoment,
  ScopeEndTime: looseMoment,
  Status: z.enum(['RUNNING', 'FAILED', 'SUCCESSFUL']),
  Severity: z.enum(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']).nullish(),
  State: z.enum(['ACTIVE', 'ARCHIVED']).nullish(),
})
export type Investigation = z.infer<typeof investigationSchema>
