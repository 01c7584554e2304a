import { isTrueAt, numberAt, textsUnder } from '../request-values.js'
import { type ActRule, whatOf } from '../rule.js'
import { areMadeByCaller, backupIds, isImageCleanup, isRotation } from './backups-of.js'

/** Days: whoever wants the data gone asks for a week. */
const longestWindow = 30

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
  judge: (act) => {
    const isSlow = numberAt(act.request, 'pendingWindowInDays') === longestWindow
    return {
      severity: act.name === 'DisableKey' || isSlow ? 'medium' : 'high',
      what: whatOf(act),
      why: isSlow ? ['in a month: until then it can be taken back'] : [],
    }
  },
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
    const isMade = id !== undefined && areMadeByCaller([id], act, trail)
    const isOwn = isMade || isRotation(act, trail) || isImageCleanup(act, trail)
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
