import { inWords } from '../../src/engine/in-words.js'

/** What somebody tried, for people: `approve contain` is `approve the block`. */
export function attemptWords(attempted: string): string {
  return inWords(attempted)
    .replace(/^(approve|deny) contain$/, '$1 the block')
    .replace(/^(approve|deny) restore$/, '$1 the restore')
}
