import type { Act } from '../act.js'
import { isTrueAt, textsUnder } from '../request-values.js'
import { type ActRule, whatOf } from '../rule.js'
import type { TrailView } from '../trail-view.js'

/**
 * A key scheduled for deletion, switched off, or emptied: all data under it is lost with it. ATT&CK T1485.
 * https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
 */
export const kmsKeyDestroyed: ActRule = {
  kind: 'acts',
  id: 'kms-key-destroyed',
  title: 'KMS key disabled or scheduled for deletion',
  technique: 'T1485',
  tactic: 'impact',
  calls: {
    kms: 'ScheduleKeyDeletion DisableKey DeleteImportedKeyMaterial DisconnectCustomKeyStore DeleteCustomKeyStore',
  },
  judge: (act) => ({ severity: act.name === 'DisableKey' ? 'medium' : 'high', what: whatOf(act) }),
}

/** What one would recover from. ATT&CK T1490. */
export const backupsDeleted: ActRule = {
  kind: 'acts',
  id: 'backups-deleted',
  title: 'Backups, snapshots or images deleted',
  technique: 'T1490',
  tactic: 'impact',
  calls: {
    ec2: 'DeleteSnapshot DeregisterImage DisableImage DeleteFastSnapshotRestores LockSnapshot',
    rds: 'DeleteDBSnapshot DeleteDBClusterSnapshot DeleteDBInstanceAutomatedBackup DeleteDBClusterAutomatedBackup',
    backup:
      'DeleteRecoveryPoint DeleteBackupVault DeleteBackupPlan DeleteBackupVaultAccessPolicy DeleteBackupVaultLockConfiguration',
    dynamodb: 'DeleteBackup UpdateContinuousBackups',
    redshift: 'DeleteClusterSnapshot',
    elasticfilesystem: 'DeleteFileSystem',
  },
  judge: (act, trail) => {
    const [id] = textsUnder(act.request, ...backupIds)
    const isOwn = id !== undefined && areMadeByCaller([id], act, trail)
    return {
      severity: act.service === 'backup' ? 'medium' : 'low',
      what: whatOf(act),
      // Whoever makes backups takes the old ones away; those of others are counted.
      subjects: isOwn ? [] : [`${act.name} ${id ?? act.mark.eventId}`],
    }
  },
  many: [
    { atLeast: 4, severity: 'medium' },
    { atLeast: 10, severity: 'high' },
  ],
}

const backupIds = ['snapshotId', 'imageId', 'dBSnapshotIdentifier', 'recoveryPointArn', 'backupVaultName']

/** Machines, databases, tables and stacks taken away. One is work; a database without a last snapshot is a loss. ATT&CK T1485. */
export const resourcesDestroyed: ActRule = {
  kind: 'acts',
  id: 'resources-destroyed',
  title: 'Machines, databases or stacks destroyed',
  technique: 'T1485',
  tactic: 'impact',
  calls: {
    ec2: 'TerminateInstances DeleteVolume',
    rds: 'DeleteDBInstance DeleteDBCluster DeleteGlobalCluster',
    dynamodb: 'DeleteTable',
    redshift: 'DeleteCluster',
    s3: 'DeleteBucket',
    cloudformation: 'DeleteStack',
    ecr: 'DeleteRepository BatchDeleteImage',
    secretsmanager: 'DeleteSecret',
    eks: 'DeleteCluster',
    lambda: 'DeleteFunction',
  },
  judge: (act, trail) => {
    const isLost = isTrueAt(act.request, 'skipFinalSnapshot') || isTrueAt(act.request, 'forceDeleteWithoutRecovery')
    const ids = textsUnder(act.request, 'instanceId', 'volumeId')
    const isOwn = act.name === 'TerminateInstances' && ids.length > 0 && areMadeByCaller(ids, act, trail)
    return {
      severity: 'low',
      what: whatOf(act),
      why: isLost ? ['without a way back'] : [],
      // Machines for an image or a test come and go; those of others are counted.
      subjects: isOwn ? [] : ids.length > 0 ? ids : [`${act.name} ${act.event.target?.name ?? act.mark.eventId}`],
    }
  },
  many: [
    { atLeast: 10, severity: 'medium' },
    { atLeast: 30, severity: 'high' },
  ],
}

function areMadeByCaller(ids: readonly string[], { actor }: Act, trail: TrailView): boolean {
  const own = madeIn(trail).get(actor.key)
  return own !== undefined && ids.every((id) => own.has(id))
}

const makingCalls = [
  ['ec2', 'RunInstances CreateFleet CreateSnapshot CreateSnapshots CopySnapshot CreateImage CopyImage'],
  ['rds', 'CreateDBSnapshot CopyDBSnapshot CreateDBClusterSnapshot'],
] as const

/** Asked for once a deletion, so it is kept. */
const making = new WeakMap<TrailView, Map<string, Set<string>>>()

function madeIn(trail: TrailView): Map<string, Set<string>> {
  const known = making.get(trail)
  if (known !== undefined) return known
  const byActor = new Map<string, Set<string>>()
  for (const { actor, response } of makingCalls.flatMap(([service, names]) => trail.actsNamed(service, names))) {
    const own = byActor.get(actor.key) ?? new Set()
    for (const id of textsUnder(response, 'instanceId', 'instanceIds', ...backupIds)) own.add(id)
    byActor.set(actor.key, own)
  }
  making.set(trail, byActor)
  return byActor
}
