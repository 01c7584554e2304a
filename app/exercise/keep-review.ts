import { existsSync, writeFileSync } from 'node:fs'
import { type Renderings, renderAfterActionJson } from '../../exercises/report/after-action-json.js'
import type { AfterAction } from '../../exercises/report/after-action-schema.js'
import { renderAfterActionHtml } from '../../exercises/report/render-after-action-html.js'
import { renderAfterActionMarkdown } from '../../exercises/report/render-after-action-markdown.js'
import { sha256 } from '../../src/domain/canonical-json.js'

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

/** The files of a review that is kept at a path without an ending. */
export function reviewFiles(path: string): KeptReview {
  return { html: `${path}.html`, markdown: `${path}.md`, json: `${path}.json` }
}

/** The texts of a review's files; `before` are the renderings that they take the place of. */
export function reviewTexts(review: AfterAction, before: Renderings | null): KeptReview {
  const [markdown, html] = [renderAfterActionMarkdown(review), renderAfterActionHtml(review)]
  const renderings = {
    markdown: lastTwo(sha256(markdown), before?.markdown),
    html: lastTwo(sha256(html), before?.html),
  }
  return { markdown, html, json: renderAfterActionJson(review, renderings) }
}

function lastTwo(now: string, before: readonly string[] = []): string[] {
  return [...new Set([now, ...before.slice(0, 1)])]
}

/** Writes a review as `<path>.md`, `<path>.html` and `<path>.json`, never over another one (ReviewIsThereError). */
export function keepReview(path: string, review: AfterAction): KeptReview {
  const kept = reviewFiles(path)
  const there = [kept.html, kept.markdown, kept.json].find((file) => existsSync(file))
  if (there !== undefined) throw new ReviewIsThereError(`${there} is there already, and was left as it is.`)
  const texts = reviewTexts(review, null)
  write(kept.markdown, texts.markdown)
  write(kept.html, texts.html)
  write(kept.json, texts.json)
  return kept
}

function write(path: string, text: string): void {
  writeFileSync(path, text, { flag: 'wx' })
}
