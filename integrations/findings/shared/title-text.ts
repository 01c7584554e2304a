import { cleanText } from '../../../src/domain/clean-text.js'

const MAX_TITLE_CHARACTERS = 2048

/** A title as the record can hold it: JSON may carry a null character and half surrogate pairs, and the cut can halve a pair. */
export function titleText(text: string | null | undefined): string {
  return cleanText((text ?? '').slice(0, MAX_TITLE_CHARACTERS))
}
