import type { Decision } from '../../src/report/decisions.js'

/** Whether a decision on the record is one that the product refused. */
export function isRefusal(what: Decision['what']): boolean {
  return what.startsWith('was not let ')
}

/** Whether it is an answer to a question that counted. */
export function isAnswer({ what, counted, planDigest }: Decision): boolean {
  return counted && planDigest !== null && !isRefusal(what)
}
