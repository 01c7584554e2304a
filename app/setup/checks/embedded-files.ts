import type { FilesMark } from '../../../integrations/postgres/embedded/files-mark.js'
import { type CheckLine, yellow } from '../check-line.js'

/** Whether a copy of the embedded server's files would be told from them. Nothing where it would. */
export function checkEmbeddedFiles({ hasBirth }: FilesMark): CheckLine[] {
  if (hasBirth) return []
  const says =
    'their file system keeps no birth times: a restored copy is known by its inode number alone, which may come again'
  const cure =
    'Keep an anchor elsewhere (audit.anchors), or start with tourniquet freeze after you restored a copy of dataDir.'
  return [yellow('embedded PostgreSQL files', says, cure)]
}
