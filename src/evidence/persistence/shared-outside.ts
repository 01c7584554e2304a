import type { Act } from '../detections/act.js'
import { lambdaOpened } from '../detections/execution/lambda-changed.js'
import { resourcePolicyOpened, resourceShared } from '../detections/exfiltration/resource-policy-opened.js'
import { snapshotShared } from '../detections/exfiltration/snapshot-shared.js'
import { textsUnder } from '../detections/request-values.js'
import type { ActRule, Judgement } from '../detections/rule.js'
import type { TrailView } from '../detections/trail-view.js'
import { entryOf } from '../facts/tallies.js'
import { Removals } from './removals.js'

const rules: readonly ActRule[] = [resourcePolicyOpened, resourceShared, snapshotShared, lambdaOpened]

const unsharing: Readonly<Record<string, string>> = {
  s3: 'DeleteBucketPolicy DeleteBucket',
  lambda: 'RemovePermission DeleteFunction DeleteFunctionUrlConfig',
  secretsmanager: 'DeleteResourcePolicy DeleteSecret',
  ec2: 'DeleteSnapshot DeregisterImage',
  rds: 'DeleteDBSnapshot DeleteDBClusterSnapshot',
  kms: 'RevokeGrant RetireGrant',
  ecr: 'DeleteRepositoryPolicy DeleteRepository',
}

const ids = [
  'bucketName',
  'functionName',
  'secretId',
  'snapshotId',
  'imageId',
  'dBSnapshotIdentifier',
  'dBClusterSnapshotIdentifier',
  'grantId',
  'keyId',
  'repositoryName',
]

/** What a call opened to other accounts or to everybody; null where it opened nothing. */
export function sharedOutside(act: Act, trail: TrailView): Judgement | null {
  for (const rule of rules) {
    const isOf = rule.calls[act.service]?.split(' ').includes(act.name) === true
    const judgement = isOf ? rule.judge(act, trail) : null
    if (judgement !== null && judgement.severity !== 'informational' && judgement.severity !== 'low') return judgement
  }
  return null
}

export function resourcesIn({ request }: Act): string[] {
  return textsUnder(request, ...ids)
}

const takenBack = new WeakMap<TrailView, Map<string, Removals>>()

/** Later calls that took it back. A policy written over may be the former one or a third: nobody knows. */
export function unshared(act: Act, trail: TrailView): Act[] {
  const { service, mark } = act
  const names = unsharing[service]
  if (names === undefined) return []
  const byService = takenBack.get(trail) ?? new Map<string, Removals>()
  takenBack.set(trail, byService)
  const namesIn = (later: Act) => resourcesIn(later).map(lastPart)
  const removals = entryOf(byService, service, () => new Removals(trail, { [service]: names }, namesIn))
  return removals.of(namesIn(act), mark.atMs, () => true)
}

function lastPart(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1).toLowerCase()
}
