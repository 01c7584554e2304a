import type { RestorePlan } from '../domain/plan.js'
import type { IncidentReport } from './incident-report.js'
import { type Block, code, fact, list, paragraph, type Section, table, text } from './outline.js'
import { approvalWords, writeBlocks } from './outline-plan.js'

/** How access was given back, or is proposed to be: as what, what came to life again, what is different. */
export function restoreSection({ restore, block }: IncidentReport): Section {
  return { id: 'restore', title: 'Restore', blocks: blocksOf(restore, block === 'removed') }
}

function blocksOf(restore: IncidentReport['restore'], isDone: boolean): Block[] {
  if (restore.status === 'none') return [paragraph('No restore was prepared.')]
  if (restore.status === 'lost') {
    return [paragraph(`The record names plan ${restore.digest}, but what is filed is gone, or was changed since.`)]
  }
  return planBlocks(restore.content, restore.digest, isDone)
}

const asWhat: Record<RestorePlan['restoreAs'], string> = {
  'false-alarm': 'false alarm: everything that we wrote is undone',
  compromise: 'compromise: sessions from before stay dead',
}

function planBlocks(plan: RestorePlan, digest: string, isDone: boolean): Block[] {
  const { drift, revivingSessions, intendedDifferences, stillDenied } = plan
  const rows = drift.map(({ what, before, now }) => [text(what), text(before ?? '(not there)'), text(now ?? '(gone)')])
  return [
    paragraph(isDone ? 'Access was given back.' : 'Access was not given back: this is the last plan for it.'),
    {
      kind: 'facts',
      facts: [
        fact('As', text(asWhat[plan.restoreAs])),
        fact('Plan digest', code(digest)),
        fact('Approval', text(approvalWords(plan.approval))),
      ],
    },
    ...writeBlocks(plan),
    ...(drift.length === 0 ? [paragraph('Nothing else differs from before the block.')] : []),
    ...table('Changed by others since the block, and left as found', ['What', 'Before', 'Now'], rows),
    ...list('Sessions that work again', revivingSessions),
    ...list('Still denied after it', stillDenied),
    ...list('Different on purpose', intendedDifferences),
  ]
}
