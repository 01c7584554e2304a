import { inWords } from '../engine/in-words.js'
import type { IncidentReport } from './incident-report.js'
import { escapeMarkdown } from './markdown-text.js'
import { outlineReport } from './outline-report.js'
import { sectionMarkdown } from './section-markdown.js'

/**
 * The report as GitHub-flavoured Markdown, with the headings of a post-incident review. Every text is escaped: nothing in
 * a finding, session name or reason can become markup, a link, a mention or a table cell of its own.
 */
export function renderMarkdown(report: IncidentReport): string {
  const parts = [
    ...(report.banner === '' ? [] : [`> **${escapeMarkdown(report.banner)}**`]),
    `# ${escapeMarkdown(report.title)}`,
    `**${escapeMarkdown(report.statement.sentence)}**`,
    `State path: ${report.path.map(({ state }) => escapeMarkdown(inWords(state))).join(' → ')}`,
    ...outlineReport(report).flatMap(sectionMarkdown),
  ]
  return `${parts.join('\n\n')}\n`
}
