import type { IncidentReport } from '../../src/report/incident-report.js'
import { count } from '../../src/report/words.js'
import type { IncidentReview } from './after-action-schema.js'
import { isAnswer } from './decisions-of-incident.js'

type Strength = IncidentReview['strengths'][number]

/** What went well, by the record: nothing is praised that it does not prove. */
export function strengthsOfIncident(report: IncidentReport): Strength[] {
  return [...heldBlock(report), ...evidenceWhole(report), ...reasoned(report), ...chainWhole(report)]
}

function heldBlock({ verdict, looks }: IncidentReport): Strength[] {
  return [
    ...(verdict.contained
      ? [{ text: `The block held through the soak, in ${count(looks.length, 'look')}.`, evidence: [] }]
      : []),
    ...(verdict.enforcement === 'observed'
      ? [{ text: 'It was proven by denied calls, not by the policy alone.', evidence: [] }]
      : []),
  ]
}

function evidenceWhole({ evidence }: IncidentReport): Strength[] {
  if (evidence.status !== 'known') return []
  const { sources } = evidence.content
  if (sources.length === 0 || sources.some(({ status }) => status !== 'ok')) return []
  return [
    {
      text: `Evidence was read in full from ${count(sources.length, 'source')}: ${sources.map(({ name }) => name).join(', ')}.`,
      evidence: [],
    },
  ]
}

function reasoned({ decisions, timeline }: IncidentReport): Strength[] {
  const answers = decisions.filter(isAnswer)
  if (answers.length === 0 || answers.some(({ reason }) => reason.trim() === '')) return []
  const at = new Set(answers.map((each) => each.at))
  const evidence = timeline.flatMap((entry) => (at.has(entry.at) ? [entry.seq] : [])).slice(0, 12)
  return [{ text: `Every decision has its reason on the record (${count(answers.length, 'decision')}).`, evidence }]
}

function chainWhole({ audit: { chain } }: IncidentReport): Strength[] {
  return chain.ok ? [{ text: `The record is in order: ${count(chain.records, 'record')}.`, evidence: [] }] : []
}
