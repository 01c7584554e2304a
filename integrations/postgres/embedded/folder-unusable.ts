import { errorCode } from './caught-error.js'
import { EmbeddedServerError, USE_ANOTHER_DATABASE } from './embedded-server-error.js'

/** Why a file operation in the data folder failed, as the error that the caller of the embedded server gets. */
export function folderUnusable(path: string, cause: Error): EmbeddedServerError {
  const full = ['ENOSPC', 'EDQUOT'].includes(errorCode(cause))
  const sentence = full
    ? `The embedded PostgreSQL server cannot use ${path}, because the disk is full: free some space and try again, or ${USE_ANOTHER_DATABASE}.`
    : `The embedded PostgreSQL server cannot use ${path} (${cause.message}): make it a folder that this user may write, set dataDir to another, or ${USE_ANOTHER_DATABASE}.`
  return new EmbeddedServerError(full ? 'disk-full' : 'folder-unusable', sentence, { cause })
}
