import { type BigIntStats, statSync } from 'node:fs'
import { join } from 'node:path'

/** The setting that every connection to the server reads the mark from; migration 0009 knows it by this name too. */
export const FILES_SETTING = 'tourniquet.database_files'

export interface FilesMark {
  /** `inode N born NANOSECONDS`, without the second half where there is no birth time. Printable, never interpreted. */
  readonly text: string
  /** false: a copy that happens to get the inode number of what it replaces looks like it. */
  readonly hasBirth: boolean
}

/**
 * What tells the files of a cluster from a copy of them: inode number and birth time of PG_VERSION, which initdb writes once
 * and a minor upgrade leaves alone. A restart and a `mv` on one file system keep both; `cp -a`, tar, rsync and a move to
 * another file system keep neither: nothing on Linux sets a birth time. The inode number alone would not do, since the next
 * file gets it once the old one is deleted. A disk that is cloned or set back as a whole keeps both.
 *
 * Node says 0 where a file system has no birth times, and gives the ctime where the system cannot be asked for them
 * (https://nodejs.org/docs/latest-v20.x/api/fs.html#stat-time-values). Only the folder tells that: PG_VERSION is written
 * within one tick of the clock and then rests, the folder around it changes at each start.
 */
export function filesMark(cluster: string): FilesMark {
  return markOf(stat(join(cluster, 'PG_VERSION')), stat(cluster))
}

type Times = Pick<BigIntStats, 'birthtimeNs' | 'ctimeNs'>

/** `folder`: the cluster's own, of which birth and last change are never the same. */
export function markOf(file: Times & Pick<BigIntStats, 'ino'>, folder: Times): FilesMark {
  const isChangeTime = file.birthtimeNs === file.ctimeNs && folder.birthtimeNs === folder.ctimeNs
  const hasBirth = file.birthtimeNs > 0n && !isChangeTime
  return { text: `inode ${file.ino}${hasBirth ? ` born ${file.birthtimeNs}` : ''}`, hasBirth }
}

function stat(path: string): BigIntStats {
  return statSync(path, { bigint: true })
}
