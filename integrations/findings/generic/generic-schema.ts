/**
 * A finding of any other tool, in a form of our own: what a script, a workflow or a product without a source here sends.
 *
 * ```json
 * {"id": "case-2026-0311", "type": "Honeytoken:IAMUser/KeyUsed", "title": "A decoy key was used", "severity": 9,
 *  "updatedAt": "2026-03-01T10:01:30Z", "firstSeenAt": "2026-03-01T09:40:00Z", "lastSeenAt": "2026-03-01T09:58:00Z",
 *  "count": 1, "sample": false, "region": "eu-west-1",
 *  "principal": {"accountId": "111122223333", "arn": "arn:aws:iam::111122223333:role/ci-deploy",
 *    "type": "AssumedRole", "name": "ci-deploy", "principalId": "AROAIOSFODNN7EXAMPLE:build-4711",
 *    "accessKeyId": "ASIAIOSFODNN7EXAMPLE"}}
 * ```
 * Needed are `id`, `type`, `severity` (0 to 10, GuardDuty's scale), `updatedAt` and of the principal any one way to name it:
 * `arn` (a role, user, group, session, federated user or root), or `accountId` with `type` and `name`, or with `principalId`
 * (`AROA…`, `AIDA…`) or `accessKeyId`, which need a look-up. `type` is CloudTrail's `userIdentity.type`; `partition` is `aws`
 * where nothing else says otherwise. All that is given must agree. The same `id` with a newer `updatedAt` is an update.
 * A key that is not listed here is refused, for a misspelt one would be ignored. `{"findings": […]}` holds several.
 *
 * @see https://www.standardwebhooks.com for how such a payload is signed
 */
import { z } from 'zod'
import { accountIdSchema, partitionSchema } from '../../../src/domain/partition.js'
import { moment } from '../shared/moment.js'

export const genericFindingSchema = z.object({
  id: z.string().regex(/^[\x21-\x7e]{1,512}$/, 'not an id: 1 to 512 printable characters without spaces'),
  type: z.string().regex(/^[\x20-\x7e]{1,512}$/, 'not a type: 1 to 512 printable characters'),
  title: z.string().nullish(),
  severity: z.number().min(0).max(10),
  updatedAt: moment,
  firstSeenAt: moment.nullish(),
  lastSeenAt: moment.nullish(),
  count: z.number().int().nonnegative().nullish(),
  sample: z.boolean().nullish(),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, 'not a region')
    .nullish(),
  principal: z.object({
    partition: partitionSchema.nullish(),
    accountId: accountIdSchema.nullish(),
    arn: z.string().nullish(),
    type: z.string().nullish(),
    name: z.string().nullish(),
    principalId: z.string().nullish(),
    accessKeyId: z.string().nullish(),
  }),
})
export type GenericFinding = z.infer<typeof genericFindingSchema>

export const genericKeys: ReadonlySet<string> = new Set(genericFindingSchema.keyof().options)
export const genericPrincipalKeys: ReadonlySet<string> = new Set(genericFindingSchema.shape.principal.keyof().options)
