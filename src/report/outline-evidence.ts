import { siblingSentence } from '../containment/sibling-sessions.js'
import { assertNever } from '../domain/assert-never.js'
import type { Evidence, EvidenceSource } from '../domain/evidence.js'
import type { IncidentReport } from './incident-report.js'
import {
  type Block,
  type Cell,
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
} from './outline.js'
import { anywhereBlocks } from './outline-anywhere.js'
import { investigationBlocks, rawTable } from './outline-investigation.js'
import { roleUseSentences } from './role-use-words.js'

/** How many rows are shown; the whole is in the evidence document. */
const SHOWN = 25

/** What the principal did; a source that failed or was cut short is said before anything else. */
export function evidenceSection({ evidence, rawChecks }: IncidentReport): Section {
  return { id: 'evidence', title: 'Evidence', blocks: [...blocksOf(evidence), ...rawTable(rawChecks)] }
}

function blocksOf(evidence: IncidentReport['evidence']): Block[] {
  switch (evidence.status) {
    case 'none':
      return [paragraph('No evidence was collected.')]
    case 'lost':
      return [
        paragraph(`The record names evidence ${evidence.digest}, but what is filed is gone, or was changed since.`),
      ]
    case 'known':
      return [
        ...warnings(evidence.content),
        ...anywhereBlocks(evidence.content),
        ...investigationBlocks(evidence.content),
        ...summary(evidence.content, evidence.digest),
        ...list('Who asks for sessions of the role', roleUseSentences(evidence.content)),
        ...siblings(evidence.content),
        ...tables(evidence.content),
      ]
    default:
      return assertNever(evidence, 'evidence')
  }
}

/** A block of one session leaves them alive. */
function siblings(evidence: Evidence): Block[] {
  const told = siblingSentence(evidence)
  return told === null ? [] : [paragraph(told)]
}

const plainly: Record<EvidenceSource['status'], string> = {
  ok: 'read in full',
  empty: 'read, and nothing found',
  failed: 'FAILED: nothing of it is known',
  truncated: 'CUT SHORT: there is more than was read',
}

function warnings({ sources }: Evidence): Block[] {
  return sources
    .filter(({ status: found }) => found === 'failed' || found === 'truncated')
    .map(({ name, status: found, detail }) =>
      paragraph(`${name}: ${plainly[found]}${detail === undefined ? '' : ` (${detail})`}.`),
    )
}

function summary(evidence: Evidence, digest: string): Block[] {
  const facts = [
    fact('First seen', time(evidence.firstSeenAt)),
    fact('Last seen', time(evidence.lastSeenAt)),
    fact('Calls', number(evidence.calls)),
    fact('Calls with an error', number(evidence.errors)),
    fact('Looked at from', time(evidence.window.from)),
    fact('Looked at to', time(evidence.window.to)),
    fact('Collected', time(evidence.collectedAt)),
    fact('Digest', code(digest)),
  ]
  return [{ kind: 'facts', facts }]
}

function tables(evidence: Evidence): Block[] {
  const ips = evidence.sourceIps.map(({ ip, calls, errors, firstSeenAt, lastSeenAt }) => [
    code(ip),
    number(calls),
    number(errors),
    time(firstSeenAt),
    time(lastSeenAt),
  ])
  const calls = evidence.topCalls.map((call) => [
    code(`${call.eventSource} ${call.eventName}`),
    number(call.calls),
    number(call.errors),
    text(call.errorCodes.join(', ') || '–'),
  ])
  const agents = evidence.userAgents.map(({ userAgent, calls: made }) => [text(userAgent), number(made)])
  return [
    ...table('Sources', ['Source', 'Status', 'Requests', 'Events'], evidence.sources.map(sourceRow)),
    ...table('Addresses', ['Source IP', 'Calls', 'Errors', 'First seen', 'Last seen'], ips, SHOWN),
    ...table('Calls made most', ['Call', 'Calls', 'Errors', 'Error codes'], calls, SHOWN),
    ...table('Sessions', sessionColumns, evidence.sessions.map(sessionRow), SHOWN),
    ...table('Credentials of others that it obtained', obtainedColumns, evidence.obtained.map(obtainedRow), SHOWN),
    ...table('User agents', ['User agent', 'Calls'], agents, SHOWN),
  ]
}

function sourceRow({ name, status: found, detail, requests, events }: EvidenceSource): Cell[] {
  const said = `${plainly[found]}${detail === undefined ? '' : ` (${detail})`}`
  const tone = found === 'ok' || found === 'empty' ? 'good' : 'bad'
  return [code(name), status(said, tone), number(requests), number(events)]
}

const sessionColumns = ['Session', 'Access key', 'Calls', 'Errors', 'From', 'Last seen', 'Ends', 'Alive when collected']

function sessionRow(session: Evidence['sessions'][number]): Cell[] {
  return [
    text(session.sessionName),
    code(session.accessKeyId),
    number(session.calls),
    number(session.errors),
    text(session.sourceIps.join(', ') || '–'),
    time(session.lastSeenAt),
    time(session.expiresAt),
    session.alive === null ? text('not known') : text(session.alive ? 'yes' : 'no'),
  ]
}

const obtainedColumns = ['Call', 'Of', 'Access key', 'Session', 'Issued', 'Ends']

function obtainedRow({ eventName, of, accessKeyId, sessionName, issuedAt, expiresAt }: Evidence['obtained'][number]) {
  return [
    code(eventName),
    of === '' ? text('not known') : code(of),
    code(accessKeyId),
    text(sessionName || '–'),
    time(issuedAt),
    time(expiresAt),
  ]
}
