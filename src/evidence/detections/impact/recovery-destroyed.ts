import { isTrueAt, textsUnder } from '../request-values.js'
import { type ActRule, whatOf } from '../rule.js'

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
  judge: (act) => ({
    severity: act.service === 'backup' ? 'medium' : 'low',
    what: whatOf(act),
    subjects: [
      subjectOf(
        act.name,
        textsUnder(
          act.request,
          'snapshotId',
          'imageId',
          'dBSnapshotIdentifier',
          'recoveryPointArn',
          'backupVaultName',
        )[0] ?? act.mark.eventId,
      ),
    ],
  }),
  many: [
    { atLeast: 4, severity: 'medium' },
    { atLeast: 10, severity: 'high' },
  ],
}

function subjectOf(name: string, id: string): string {
  return `${name} ${id}`
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
  judge: (act) => {
    const isLost = isTrueAt(act.request, 'skipFinalSnapshot') || isTrueAt(act.request, 'forceDeleteWithoutRecovery')
    const ids = textsUnder(act.request, 'instanceId', 'volumeId')
    return {
      severity: 'low',
      what: whatOf(act),
      why: isLost ? ['without a way back'] : [],
      subjects: ids.length > 0 ? ids : [`${act.name} ${act.event.target?.name ?? act.mark.eventId}`],
    }
  },
  many: [
    { atLeast: 10, severity: 'medium' },
    { atLeast: 30, severity: 'high' },
  ],
}
