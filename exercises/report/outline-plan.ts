import { type Cell, code, list, paragraph, type Section, status, table, text } from '../../src/report/outline.js'
import type { AfterAction, ExerciseReview, Improvement } from './after-action-schema.js'

/** What is to be done, by whom and until when; of an exercise also what earlier runs left undone. */
export function improvements(report: AfterAction, title: string): Section {
  const { improvements: found } = report
  const rows = found.map((each) => [
    code(each.id),
    text(each.action),
    each.gap === '' ? text('–') : code(each.gap),
    ownerCell(each.owner),
    dueCell(each.dueAt),
    statusCell(each),
  ])
  const blocks =
    rows.length === 0
      ? [paragraph('There is no gap to close.')]
      : table('What is to be done', ['No.', 'Action', 'Closes', 'Owner', 'Due date', 'Status'], rows)
  return {
    id: 'improvements',
    title,
    blocks: [...blocks, ...(report.kind === 'exercise' ? stillOpen(report) : []), ...howTo(report)],
  }
}

function ownerCell(owner: string): Cell {
  return owner === '' ? status('to be named', 'open') : text(owner)
}

function dueCell(dueAt: string | null): Cell {
  return dueAt === null ? status('to be agreed', 'open') : text(dueAt)
}

function statusCell({ status: stands, openSince, doneAfter }: Improvement): Cell {
  if (stands === 'done') return status('done', 'good')
  if (openSince !== null) return status(`open since run ${openSince}`, 'bad')
  return doneAfter === null ? text('open') : status(`done after run ${doneAfter}, and needed again`, 'bad')
}

function stillOpen({ stillOpen: left }: ExerciseReview) {
  const rows = left.map(({ run, id, action, owner, dueAt, since }) => [
    code(`${run}/${id}`),
    text(action),
    ownerCell(owner),
    dueCell(dueAt),
    status(`open since run ${since}`, 'open'),
  ])
  const caption = 'Still open from earlier runs, though this one did not ask for it again'
  return table(caption, ['Run/No.', 'Action', 'Owner', 'Due date', 'Status'], rows, 50)
}

/** Said in the report itself: it is where people look who are to fill it in. */
function howTo({ kind, id, improvements: found }: AfterAction) {
  if (!found.some(({ owner, dueAt, status: stands }) => stands === 'open' && (owner === '' || dueAt === null)))
    return []
  const command = kind === 'exercise' ? `tourniquet exercise plan ${id}` : `tourniquet review ${id}`
  return list('', [
    `To name somebody: ${command} --item A1 --owner NAME --due YYYY-MM-DD; when it is done: --status done. Do not edit this page: it is made anew.`,
  ])
}
