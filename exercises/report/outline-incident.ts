import { inWords } from '../../src/engine/in-words.js'
import { code, fact, list, paragraph, type Section, table, text, time } from '../../src/report/outline.js'
import type { IncidentReview } from './after-action-schema.js'
import { showMeasured } from './show-measured.js'

export function whatHappened({ findings, path, outcome, metrics }: IncidentReview): Section {
  const rows = findings.map(({ title, type, feeds, at }) => [text(title), code(type), text(feeds), time(at)])
  const durations = metrics.map(({ label, unit, value }) => [text(label), text(showMeasured(value, unit))])
  return {
    id: 'what-happened',
    title: 'What happened',
    blocks: [
      paragraph(outcome.sentence),
      ...table('Findings', ['Title', 'Type', 'Source', 'Reported'], rows),
      { kind: 'facts', facts: [fact('States', text(path.actual.map(inWords).join(' → ')))] },
      ...table('How long it took', ['What', 'Duration'], durations),
    ],
  }
}

export function contributingFactors({ contributingFactors: found }: IncidentReview): Section {
  const toAdd = paragraph('From the record alone. Why it was possible is for the review meeting to add.')
  return { id: 'contributing-factors', title: 'Contributing factors', blocks: [...list('', found), toAdd] }
}

export function resolution({ resolution: found }: IncidentReview): Section {
  return { id: 'resolution', title: 'Resolution', blocks: list('', found) }
}

export function impact({ impact: found }: IncidentReview): Section {
  const facts = found.map(({ name, text: value }) => fact(name, text(value)))
  return { id: 'impact', title: 'Impact', blocks: [{ kind: 'facts', facts }] }
}
