import { parseArn } from '../../../src/domain/arn.js'
import type { Principal } from '../../../src/domain/principal.js'
import { quoteText } from '../../../src/domain/quote-text.js'
import { type PrincipalClues, unresolvedPrincipal } from '../../../src/domain/resolve-principal.js'
import { type FindingParse, malformed } from '../finding-source.js'
import { isPlaceholder } from '../guardduty/is-sample.js'
import { accountChecked } from '../guardduty/to-finding.js'
import { agreedPrincipal } from '../shared/agreed-principal.js'
import { keepFinding } from '../shared/keep-finding.js'
import { partitionOfArn, partitionOfRegion, regionPattern, servedPartition } from '../shared/partition-of.js'
import { UNTOLD_SEVERITY } from '../shared/severity-of.js'
import { titleText } from '../shared/title-text.js'
import type { Scope } from './asff-clues.js'
import { trustIn, whyForgeable } from './distrust.js'
import { findingTypeOf } from './finding-type.js'
import { ocsfResourceClues, ocsfUserClues } from './ocsf-clues.js'
import type { OcsfFinding, OcsfInformation, OcsfResource } from './ocsf-schema.js'
import { awsProduct } from './product.js'

/** OCSF's severity ids, 1 Informational to 6 Fatal, on GuardDuty's scale; 0 and 99 tell nothing. */
const SEVERITIES: ReadonlyMap<number, number> = new Map([
  [1, 0],
  [2, 2],
  [3, 5],
  [4, 8],
  [5, 9],
  [6, 10],
])

/** The domain's finding from a well-formed one that is ours. */
export function toOcsfFinding(source: OcsfFinding, resources: readonly OcsfResource[]): FindingParse {
  const told = source.finding_info ?? source.finding
  if (!told) return malformed('The OCSF finding cannot be read: finding_info: missing.')
  const { cloud } = source
  const accountId = cloud.account?.uid ?? cloud.account_uid
  if (!accountId) return malformed('The OCSF finding cannot be read: cloud.account.uid: missing.')
  const product = source.metadata.product?.uid ?? ''
  const region = cloud.region || product.split(':')[3] || ''
  if (!regionPattern.test(region)) return malformed('The finding names no region, or none that AWS could have.')
  const served = servedPartition(cloud.cloud_partition || partitionOfArn(product) || partitionOfRegion(region))
  if (!served.ok) return served.refusal
  const times = timesOf(source, told)
  if (times === null) return malformed('The OCSF finding cannot be read: time: missing.')
  const scope = { partition: served.partition, accountId }
  const clues = cluesOf(source, resources, scope)
  return keepFinding(
    {
      source: 'security-hub',
      sourceId: told.uid,
      type: findingTypeOf(product, told.types ?? []),
      title: titleText(told.title),
      severity: SEVERITIES.get(source.vendor_attributes?.severity_id ?? source.severity_id ?? 0) ?? UNTOLD_SEVERITY,
      sample: told.title?.startsWith('[SAMPLE]') === true || isMadeUp(clues),
      ...trustIn(whyForgeable(product, told.uid)),
      accountId,
      region,
      ...times,
      count: source.count ?? 1,
      principal: accused(product, told.uid, resources, clues, scope),
    },
    'OCSF finding',
  )
}

function isMadeUp(clues: readonly PrincipalClues[]): boolean {
  const telling = clues.filter(isTelling)
  return telling.length > 0 && telling.every(isPlaceholder)
}

function isTelling({ userName, principalId, accessKeyId }: PrincipalClues): boolean {
  return [userName, principalId, accessKeyId].some((text) => (text ?? '') !== '')
}

/** Resources, and beside access keys the users whose calls are the evidence. */
function cluesOf(
  { evidences }: OcsfFinding,
  resources: readonly OcsfResource[],
  scope: Scope,
): readonly PrincipalClues[] {
  const users = (evidences ?? []).flatMap(({ actor }) => actor?.user ?? [])
  return [...ocsfResourceClues(resources, scope), ...users.map((user) => ocsfUserClues(user, scope, undefined))]
}

function timesOf({ time, time_dt }: OcsfFinding, told: OcsfInformation) {
  const updatedAt = told.modified_time_dt ?? told.modified_time ?? time_dt ?? time
  if (updatedAt === null) return null
  const created = told.created_time_dt ?? told.created_time
  const firstSeenAt = told.first_seen_time_dt ?? told.first_seen_time ?? created ?? updatedAt
  return { updatedAt, firstSeenAt, lastSeenAt: told.last_seen_time_dt ?? told.last_seen_time ?? updatedAt }
}

function accused(
  product: string,
  uid: string,
  resources: readonly OcsfResource[],
  clues: readonly PrincipalClues[],
  scope: Scope,
): Principal {
  const partitions = [partitionOfArn(product), ...resources.map(({ cloud_partition }) => cloud_partition)]
  const other = partitions.find((partition) => partition && partition !== scope.partition)
  if (other) {
    const reason = `The finding is of the partition ${quoteText(scope.partition)}, but a part of it says ${quoteText(other)}.`
    return unresolvedPrincipal(scope, reason)
  }
  const principal = agreedPrincipal(scope, clues)
  return awsProduct(product) === 'guardduty' ? accountChecked(principal, scope, parseArn(uid)) : principal
}
