import { existsSync, writeFileSync } from 'node:fs'
import { renderAfterActionJson } from '../../exercises/report/after-action-json.js'
import type { AfterAction } from '../../exercises/report/after-action-schema.js'
import { renderAfterActionHtml } from '../../exercises/report/render-after-action-html.js'
import { renderAfterActionMarkdown } from '../../exercises/report/render-after-action-markdown.js'

/** Where the renderings of one review are. */
export interface KeptReview {
  readonly html: string
  readonly markdown: string
  readonly json: string
}

/** A review of that name is there already, and people may have completed it. Nothing was written. */
export class ReviewIsThereError extends Error {
  override readonly name = 'ReviewIsThereError'
}

/** Writes a review as `<path>.md`, `<path>.html` and `<path>.json`, never over another one (ReviewIsThereError). */
export function keepReview(path: string, review: AfterAction): KeptReview {
  const kept = { html: `${path}.html`, markdown: `${path}.md`, json: `${path}.json` }
  const there = [kept.html, kept.markdown, kept.json].find((file) => existsSync(file))
  if (there !== undefined) throw new ReviewIsThereError(`${there} is there already, and was left as it is.`)
  write(kept.markdown, renderAfterActionMarkdown(review))
  write(kept.html, renderAfterActionHtml(review))
  write(kept.json, renderAfterActionJson(review))
  return kept
}

function write(path: string, text: string): void {
  writeFileSync(path, text, { flag: 'wx' })
}
