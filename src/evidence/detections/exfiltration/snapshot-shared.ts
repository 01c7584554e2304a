import type { Act } from '../act.js'
import { areMadeByCaller, backupIds, isRotation, turnoverOf } from '../impact/backups-of.js'
import { isOfOwnMachine } from '../impact/built-images.js'
import { textAt, textsUnder, valueAt } from '../request-values.js'
import type { ActRule, Judgement } from '../rule.js'
import type { TrailView } from '../trail-view.js'
import { daysOfTimetable, isOnTimetable, isRegularReceiver } from './regular-receiver.js'

/**
 * A disk, an image or a database handed to another account, or to all. ATT&CK T1537, transfer data to cloud account.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
 */
export const snapshotShared: ActRule = {
  kind: 'acts',
  id: 'snapshot-or-image-shared',
  title: 'Snapshot or image shared outside',
  technique: 'T1537',
  tactic: 'exfiltration',
  calls: {
    ec2: 'ModifySnapshotAttribute ModifyImageAttribute ModifyFpgaImageAttribute',
    rds: 'ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute',
    redshift: 'AuthorizeSnapshotAccess',
    lightsail: 'CopySnapshot ExportSnapshot',
    ssm: 'ModifyDocumentPermission',
  },
  neverRoutine: true,
  judge: (act, trail) => {
    const receivers = receiversOf(act)
    if (receivers.length === 0) return null
    return judgeReceivers(act, receivers, trail)
  },
}

/** Who is added; taking somebody off, or changing a description, adds nobody. */
function receiversOf({ request, service, name }: Act): string[] {
  switch (service) {
    case 'rds':
      return textsUnder(request, 'valuesToAdd')
    case 'redshift':
      return textsUnder(request, 'accountWithRestoreAccess')
    case 'ssm':
      return textsUnder(request, 'accountIdsToAdd')
    default: {
      const list =
        name === 'ModifySnapshotAttribute'
          ? 'createVolumePermission'
          : name === 'ModifyImageAttribute'
            ? 'launchPermission'
            : 'loadPermission'
      const added = textsUnder(
        valueAt(request, `${list}.add`),
        'userId',
        'group',
        'organizationArn',
        'organizationalUnitArn',
      )
      const isAdding = textAt(request, 'operationType') === 'add'
      return isAdding ? [...added, ...textsUnder(request, 'userId', 'userIds', 'userGroup', 'userGroups')] : added
    }
  }
}

export function judgeReceivers(act: Act, receivers: readonly string[], trail: TrailView): Judgement {
  const [shared = 'something'] = textsUnder(
    act.request,
    'snapshotId',
    'imageId',
    'dBSnapshotIdentifier',
    'dBClusterSnapshotIdentifier',
    'snapshotIdentifier',
    'name',
  )
  const isPublic = receivers.some((receiver) => receiver.toLowerCase() === 'all')
  const outside = receivers.filter((receiver) => receiver !== act.event.accountId && !trail.accounts.has(receiver))
  const what = `${shared} shared with ${receivers.join(', ')}`
  if (isPublic) return { severity: 'critical', what, why: ['shared with everybody'] }
  if (outside.length === 0) return { severity: 'low', what, why: ['with accounts in the same log'] }
  if (outside.every((receiver) => isRegularReceiver(act, receiver, trail))) {
    return { severity: 'low', what, why: ['the same actor has shared with that account for weeks, as backups are'] }
  }
  const rotates = isInRotation(act, trail)
  const days = rotates ? daysOfTimetable - 1 : daysOfTimetable
  if (outside.every((receiver) => isOnTimetable(act, receiver, days, trail))) {
    return { severity: 'low', what, why: ['day after day at the same time, from one address, as backups are'] }
  }
  if (act.name === 'ModifyImageAttribute' && isOfOwnMachine(shared, act, trail)) {
    return {
      severity: 'medium',
      what,
      why: ['it was made of a machine that the same actor had launched, as images are built'],
    }
  }
  return rotates
    ? { severity: 'medium', what, why: ['the same actor makes and takes away snapshots that day, as backups go'] }
    : { severity: 'high', what }
}

const leastRotated = 3

/** Of a log of one day that is all that tells a keeper of backups: what it hands on it made, and as many old ones of others go. */
function isInRotation(act: Act, trail: TrailView): boolean {
  const shared = textsUnder(act.request, ...backupIds)
  if (shared.length === 0 || !areMadeByCaller(shared, act, trail)) return false
  return isRotation(act, trail) && turnoverOf(act, trail).gone >= leastRotated
}

/** Whoever was given the snapshot took it: AWS writes that into the owner's log by itself. ATT&CK T1537. */
export const sharedSnapshotTaken: ActRule = {
  kind: 'acts',
  id: 'shared-snapshot-taken',
  title: 'Shared snapshot copied by another account',
  technique: 'T1537',
  tactic: 'exfiltration',
  calls: { ec2: 'SharedSnapshotVolumeCreated SharedSnapshotCopyInitiated' },
  alsoServices: true,
  neverRoutine: true,
  judge: (act) => ({
    severity: 'high',
    what: `${act.name} ${act.event.target?.name ?? ''}`.trim(),
    suspects: [],
    why: ['another account has the data now'],
  }),
}

/** Data written out of a database or an image into a bucket, or read straight off a disk. ATT&CK T1530. */
export const dataExported: ActRule = {
  kind: 'acts',
  id: 'data-exported',
  title: 'Image, snapshot or table exported to a bucket',
  technique: 'T1530',
  tactic: 'exfiltration',
  calls: {
    ec2: 'CreateInstanceExportTask ExportImage CreateStoreImageTask CreateTrafficMirrorSession CreateTrafficMirrorTarget ModifyTrafficMirrorSession',
    rds: 'StartExportTask',
    dynamodb: 'ExportTableToPointInTime',
    redshift: 'ModifyClusterIamRoles',
    s3: 'PutBucketReplication PutBucketReplicationConfiguration',
    datasync: 'CreateTask StartTaskExecution',
  },
  judge: (act) => ({ severity: 'medium', what: `${act.name} ${act.event.target?.name ?? ''}`.trim() }),
}
