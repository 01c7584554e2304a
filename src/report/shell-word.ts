/** A word that a POSIX shell takes literally. */
export function shellWord(text: string): string {
  return /^[\w+=,.@%:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
