import { inWords } from '../../src/engine/in-words.js'
import {
  type Block,
  code,
  fact,
  list,
  number,
  paragraph,
  type Section,
  status,
  table,
  text,
  time,
} from '../../src/report/outline.js'
import { count } from '../../src/report/words.js'
import type { AfterAction } from './after-action-schema.js'
import { nobodyAttacked } from './attacker-words.js'
import { couldByWhom } from './could-by-whom.js'
import { showSpan } from './show-span.js'

/** `no. 3, 4`: the entries of the timeline that bear something out. */
export function numbers(evidence: readonly number[]): string {
  return evidence.length === 0 ? '–' : `no. ${evidence.join(', ')}`
}

export function overview(report: AfterAction): Section {
  const { summary, facts, startedAt, endedAt, durationMs, classification } = report
  const rows = [
    ...facts.map(({ name, text: value }) => fact(name, text(value))),
    fact('From', time(startedAt)),
    fact('To', time(endedAt)),
    fact('Took', text(showSpan(durationMs))),
    ...(classification === '' ? [] : [fact('Classification', text(classification))]),
  ]
  return {
    id: 'overview',
    title: 'Overview',
    blocks: [paragraph(summary), { kind: 'facts', facts: rows }, ...inShort(report)],
  }
}

const GRAVEST = 3

/** For whoever reads no further: gaps stand with the gravest first. */
function inShort({ gaps: found, improvements: planned }: AfterAction): Block[] {
  if (found.length <= GRAVEST) return []
  const nobody = planned.filter(({ owner, status: stands }) => owner === '' && stands === 'open').length
  return [
    ...list(
      'What weighs most',
      found.slice(0, GRAVEST).map(({ text: said }) => said),
    ),
    paragraph(
      `${count(found.length, 'gap')} in all; ${nobody === 0 ? 'every action has an owner' : `${count(nobody, 'action')} ${nobody === 1 ? 'has' : 'have'} no owner yet`}.`,
    ),
  ]
}

const STANDING = {
  true: status('still there', 'bad'),
  false: status('gone', 'good'),
  null: status('not known', 'open'),
} as const

export function attacker({ attacker: found, kind }: AfterAction, title: string): Section {
  const { harmless, blockedAt, calls, callsAfterBlock, persistence, couldStill, steps } = found
  const facts = [
    fact(
      kind === 'exercise' ? 'Block in force' : "Block applied (AWS's clock)",
      blockedAt === null ? status('never', 'open') : time(blockedAt),
    ),
    ...(calls === null
      ? []
      : [
          fact(
            kind === 'exercise' ? 'Calls carried out in all' : 'Carried out since the block',
            number(calls.succeeded),
          ),
          fact(kind === 'exercise' ? 'Calls denied in all' : 'Denied since the block', number(calls.denied)),
        ]),
    fact(
      kind === 'exercise' ? 'Carried out after the block' : 'Carried out after the enforcement window',
      blockedAt === null ? text('–') : number(callsAfterBlock.length),
    ),
  ]
  const after = callsAfterBlock.map(({ at, action, by }) => [time(at), code(action), text(by)])
  const ways = persistence.map(({ what, at, standing }) => [text(what), time(at), STANDING[`${standing}`]])
  const could = couldByWhom(couldStill).map(({ by, actions }) => [code(by === '' ? '–' : by), text(actions.join(', '))])
  const acts = steps.map(({ id, technique, text: said, result, hidden, revealed }) => [
    code(id),
    code(technique),
    text(said),
    status(result, result === 'denied' || result === 'stopped' ? 'good' : 'open'),
    hidden
      ? revealed === null
        ? status('never found out', 'bad')
        : status(revealed, 'good')
      : text(revealed ?? 'seen'),
  ])
  return {
    id: 'attacker',
    title,
    blocks: [
      ...(harmless ? [paragraph(nobodyAttacked)] : []),
      // In a discussion nobody calls anything.
      ...(kind === 'exercise' && calls === null ? [] : [{ kind: 'facts' as const, facts }]),
      ...table(
        harmless ? 'Steps' : 'Steps of the attack',
        ['Step', 'ATT&CK', 'What', 'Ended', 'How it became known'],
        acts,
      ),
      ...table('Calls that AWS carried out after the block was in force', ['When', 'Action', 'As'], after, 50),
      ...table('Ways to come back', ['What', 'Made', 'At the end'], ways),
      ...table('Could still be done at the end', ['As', 'What'], could, 50),
    ],
  }
}

export function attempts({ attempts: found }: AfterAction): Section {
  const rows = found.map(({ no, at, by, attempted, why, unauthorised, times }) => [
    number(no),
    time(at),
    text(by),
    text(attempted),
    status(unauthorised ? 'unauthorised' : 'wrong', unauthorised ? 'bad' : 'open'),
    text(why),
    number(times),
  ])
  const blocks =
    rows.length === 0
      ? [paragraph('Nobody tried what they may not do, or what was not possible.')]
      : table('What was tried and not let through', ['No.', 'When', 'Who', 'What', 'Kind', 'Why', 'Times'], rows)
  return { id: 'attempts', title: 'Wrong and unauthorised attempts', blocks }
}

export function strengths({ strengths: found }: AfterAction, title: string): Section {
  const items = found.map(({ text: said, evidence }) =>
    evidence.length === 0 ? said : `${said} (${numbers(evidence)})`,
  )
  const blocks = items.length === 0 ? [paragraph('The record shows none.')] : list('', items)
  return { id: 'strengths', title, blocks }
}

export function gaps({ gaps: found }: AfterAction, title: string): Section {
  const rows = found.map(({ id, text: said, evidence }) => [code(id), text(said), text(numbers(evidence))])
  const blocks =
    rows.length === 0
      ? [paragraph('The record shows none.')]
      : table('What did not go as it should', ['Gap', 'What', 'Timeline'], rows)
  return { id: 'gaps', title, blocks }
}

export function participants({ participants: found }: AfterAction, title: string): Section {
  const rows = found.map(({ name, does, decisions, requests, answers, refused }) => [
    text(name),
    text(does),
    number(decisions),
    number(requests),
    number(answers),
    number(refused),
  ])
  const columns = ['Who', 'What for', 'Decisions', 'Requests', 'Notes and answers', 'Refused or void']
  const blocks = rows.length === 0 ? [paragraph('Nobody took part yet.')] : table('Who took part', columns, rows)
  return { id: 'participants', title, blocks }
}

export function appendix({ appendix: { facts, playbooks, audit } }: AfterAction): Section {
  const heads = audit.map(({ incident, state, records, headHash, inOrder }) => [
    code(incident),
    text(inWords(state)),
    number(records),
    inOrder ? status('in order', 'good') : status('broken', 'bad'),
    code(headHash),
  ])
  return {
    id: 'appendix',
    title: 'Appendix',
    blocks: [
      {
        kind: 'facts',
        facts: [
          ...facts.map(({ name, text: value }) => fact(name, code(value))),
          fact('Playbooks', code(playbooks.join(', ') || 'none')),
        ],
      },
      ...table('Audit chains', ['Incident', 'State', 'Records', 'Chain', 'Head hash'], heads),
    ],
  }
}
