/** `awaitingRestoreApproval`, `verifying.checking` and `EVIDENCE_COLLECTED` as people say them: lower case, words apart. */
export function inWords(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.]/g, ' ')
    .toLowerCase()
}
