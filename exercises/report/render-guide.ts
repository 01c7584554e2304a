import { html } from '../../src/report/html.js'
import { escapeMarkdown } from '../../src/report/markdown-text.js'
import { sectionMarkdown } from '../../src/report/section-markdown.js'
import type { FacilitatorsGuide } from './facilitators-guide.js'
import { renderPage } from './page.js'

const EYEBROW = "Facilitator's guide"
const WARNING = 'FOR THE FACILITATOR ALONE · it gives the attack away'

/** A facilitator's guide as Markdown, every text of the file escaped. */
export function renderGuideMarkdown({ title, classification, sections }: FacilitatorsGuide): string {
  const head = [`> **${WARNING}**`, `# ${EYEBROW}: ${escapeMarkdown(title)}`, escapeMarkdown(classification)]
  const parts = sections.flatMap((section) => sectionMarkdown({ ...section, title: escapeMarkdown(section.title) }))
  return `${[...head, ...parts].join('\n\n')}\n`
}

/** The same as one self-contained page. */
export function renderGuideHtml({ id, title, classification, minutes, sections }: FacilitatorsGuide): string {
  return renderPage({
    title,
    banner: WARNING,
    eyebrow: EYEBROW,
    subtitle: `${id}, ${minutes} minutes, ${classification}`,
    head: html``,
    sections,
    figures: new Map(),
    footer: `Made from the exercise file ${id}.`,
  })
}
