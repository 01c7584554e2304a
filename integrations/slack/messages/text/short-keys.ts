/** Long-lived and temporary access keys. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes */
const accessKey = /(A[KS]IA)[A-Z0-9]{4,}([A-Z0-9]{4})/g

/** `AKIA…0001`: enough to tell two keys of a card apart, in whatever text they stand; the whole id is in the record. */
export function shortKeys(text: string): string {
  return text.replace(accessKey, '$1…$2')
}
