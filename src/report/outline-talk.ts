import type { IncidentReport } from './incident-report.js'
import { code, type Section, table, text, time } from './outline.js'
import { describeOwnerAnswer } from './owner-answers.js'

/** What people said beside the questions; no section where nobody said anything. */
export function talkSection({ ownerAnswers, notes }: IncidentReport): Section[] {
  if (ownerAnswers.length === 0 && notes.length === 0) return []
  const answers = ownerAnswers.map((each) => [
    time(each.at),
    text(each.owner),
    text(each.askedBy ?? '–'),
    text(describeOwnerAnswer(each)),
  ])
  const rows = notes.map(({ at, by, text: said, author, writtenAt, permalink }) => [
    time(writtenAt),
    text(author === '' ? by : author),
    text(said),
    text(`${by}, ${at}`),
    permalink === null ? text('–') : code(permalink),
  ])
  return [
    {
      id: 'said',
      title: 'What people said',
      blocks: [
        ...table('"Was this you?"', ['When', 'Who was asked', 'Asked by', 'Answer'], answers),
        ...table('Notes', ['Written', 'By', 'Note', 'Added', 'Where'], rows),
      ],
    },
  ]
}
