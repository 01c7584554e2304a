import { z } from 'zod'
import type { OpenQuestion, SeenEvidence, StageIncident } from '../../exercises/stage.js'
import { evidenceSchema } from '../../src/domain/evidence.js'
import type { Incident } from '../../src/domain/incident.js'
import { type Plan, planSchema } from '../../src/domain/plan.js'
import type { IncidentStore } from '../../src/engine/incident-store.js'
import type { ApprovalRules } from '../../src/incidents/authority.js'
import { viewQuestion } from '../../src/incidents/question-view.js'
import { modeWords } from '../../src/report/mode-words.js'

/** An incident as a run looks at it. */
export function stageIncident({ id, playbook, state, open, auditSeq }: Omit<Incident, 'snapshot'>): StageIncident {
  return { id, playbook, state, open, records: auditSeq }
}

/** What people are asked now about an incident; null where nothing is. */
export async function openQuestion(
  store: IncidentStore,
  rules: ApprovalRules,
  incident: Incident,
  toExerciseMs: (iso: string) => number,
): Promise<OpenQuestion | null> {
  const view = viewQuestion(rules, incident, await store.readTimers(incident.id))
  if (view === null) return null
  const { question, planDigest, quorum, approvals, expiresAt } = view
  const found = await store.readDocument(planDigest)
  const plan = planSchema.safeParse(found?.body).data
  return {
    question,
    planDigest,
    quorum,
    approvals: approvals.length,
    plan: plan === undefined ? '' : inASentence(plan),
    expiresAtMs: expiresAt === null ? null : toExerciseMs(expiresAt),
  }
}

function inASentence(plan: Plan): string {
  const { entity, writes } = plan
  const count = writes.length === 1 ? 'one write' : `${writes.length} writes`
  if (plan.kind === 'restore') return `Give ${entity.arn} back as a ${plan.restoreAs}, in ${count} to IAM`
  return `Block ${entity.arn} in ${count}: ${plan.modes.map((mode) => `${mode}, ${modeWords[mode]}`).join('; ')}`
}

/** Records that are too large for the store, by the name under which they are kept. */
export type ReadRawFile = (file: string) => string | null

const filedRecords = z.object({ records: z.array(z.string()) })
const recordSchema = z.object({ eventName: z.string() })

/** The API actions that the newest evidence of an incident shows: each that is in its records, however seldom. */
export async function seenEvidence(
  store: IncidentStore,
  incident: Incident | null,
  readRawFile: ReadRawFile,
): Promise<SeenEvidence> {
  const digest = incident?.snapshot.context.evidenceDigest ?? null
  const found = digest === null ? null : await store.readDocument(digest)
  const evidence = evidenceSchema.safeParse(found?.body).data
  const actions = new Set<string>()
  for (const { file, digest: kept } of evidence?.raw ?? []) {
    const document = file === null ? await store.readDocument(kept) : null
    const filed = filedRecords.safeParse(document?.body).data?.records ?? []
    const lines = file === null ? filed : (readRawFile(file) ?? '').split('\n')
    for (const line of lines) if (line !== '') actions.add(actionIn(line))
  }
  return { actions: [...actions].filter((action) => action !== '') }
}

/** '' where a line is no record. */
function actionIn(line: string): string {
  try {
    return recordSchema.safeParse(JSON.parse(line)).data?.eventName ?? ''
  } catch (error) {
    if (error instanceof SyntaxError) return ''
    throw error
  }
}
