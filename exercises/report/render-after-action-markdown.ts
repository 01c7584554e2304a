import { escapeMarkdown } from '../../src/report/markdown-text.js'
import { sectionMarkdown } from '../../src/report/section-markdown.js'
import type { AfterAction } from './after-action-schema.js'
import { outlineAfterAction } from './outline-after-action.js'

/** A review as GitHub-flavoured Markdown. Every text is escaped: nothing in it can become markup, a link, a mention or a cell. */
export function renderAfterActionMarkdown(report: AfterAction): string {
  const { banner, title, outcome, footer, kind } = report
  const parts = [
    ...(banner === '' ? [] : [`> **${escapeMarkdown(banner)}**`]),
    `# ${kind === 'exercise' ? 'After-action report' : 'Post-incident review'}: ${escapeMarkdown(title)}`,
    `**${escapeMarkdown(outcome.headline)}.** ${escapeMarkdown(outcome.sentence)}`,
    ...outlineAfterAction(report).flatMap(sectionMarkdown),
    '---',
    escapeMarkdown(footer),
  ]
  return `${parts.join('\n\n')}\n`
}
