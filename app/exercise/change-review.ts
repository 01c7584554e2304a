import { existsSync, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readKept } from '../../exercises/report/after-action-json.js'
import type { AfterAction } from '../../exercises/report/after-action-schema.js'
import { sha256 } from '../../src/domain/canonical-json.js'
import { type KeptReview, reviewFiles, reviewTexts } from './keep-review.js'

export type ChangedReview =
  | { readonly ok: true; readonly review: AfterAction; readonly files: KeptReview }
  /** Nothing was written; what, why and what to do, in a sentence or two. */
  | { readonly ok: false; readonly why: string }

/** A change, or why it cannot be made. */
export type ReviewChange = (review: AfterAction) => AfterAction | string

/**
 * Changes a kept review, `<path>.json`, and makes its Markdown and HTML anew from it. What people wrote into the JSON by hand stays;
 * what they wrote into the renderings would be lost, so that nothing is written then. Each file is replaced as a whole, by one
 * beside it; a process that dies between two of them leaves a JSON that names both, the old renderings and the new ones, and the
 * next change makes them agree. Refused: a file that is no review of `id`, is of another version, is a link, or was changed by
 * somebody else meanwhile.
 */
export function changeReview(path: string, id: string, change: ReviewChange): ChangedReview {
  const files = reviewFiles(path)
  const odd = Object.values(files).find((file) => existsSync(file) && !lstatSync(file).isFile())
  if (odd !== undefined) return refused(`${odd} is no plain file, and was left as it is.`)
  if (!existsSync(files.json)) return refused(`There is no ${files.json}: the plan is kept in it.`)
  const text = readFileSync(files.json, 'utf8')
  const kept = readKept(text)
  if (kept.status === 'otherVersion') {
    return refused(`${files.json} is ${kept.apiVersion}, of another version of Tourniquet: change it with that one.`)
  }
  if (kept.status === 'noReview' || kept.review.id !== id) {
    return refused(`${files.json} is no report of ${id}, and was left as it is.`)
  }
  const known = kept.renderings ?? renderingsOf(kept.review)
  const byHand = changedByHand(files, known)
  if (byHand !== null) {
    return refused(
      `${byHand} was changed by hand, and what was written there would be lost: keep it under another name, and ask again. What is to stay goes into ${files.json}.`,
    )
  }
  const review = change(kept.review)
  if (typeof review === 'string') return refused(review)
  const texts = reviewTexts(review, known)
  if (readFileSync(files.json, 'utf8') !== text) {
    return refused(`${files.json} was changed by somebody else meanwhile: look at it, and ask again.`)
  }
  for (const form of ['json', 'markdown', 'html'] as const) replace(files[form], texts[form])
  return { ok: true, review, files }
}

type Known = Exclude<Parameters<typeof reviewTexts>[1], null>

function refused(why: string): ChangedReview {
  return { ok: false, why }
}

/** Of a review that does not say itself what its renderings were. */
function renderingsOf(review: AfterAction): Known {
  const { markdown, html } = reviewTexts(review, null)
  return { markdown: [sha256(markdown)], html: [sha256(html)] }
}

function changedByHand({ markdown, html }: KeptReview, known: Known): string | null {
  const pairs = [[markdown, known.markdown] as const, [html, known.html] as const]
  const found = pairs.find(
    ([file, digests]) => existsSync(file) && !digests.includes(sha256(readFileSync(file, 'utf8'))),
  )
  return found?.[0] ?? null
}

function replace(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`
  const mode = existsSync(file) ? lstatSync(file).mode & 0o777 : 0o666
  try {
    writeFileSync(beside, text, { flag: 'wx', mode })
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}
