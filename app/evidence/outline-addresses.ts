import type { Investigation } from '../../src/evidence/investigation.js'
import type { Statement } from '../../src/evidence/proposal/proposal.js'
import type { AddressUse, KeyUse, PrincipalAddresses, ToolUse } from '../../src/evidence/timeline/addresses-of.js'
import { type Counts, callsIn } from '../../src/evidence/timeline/counts-of.js'
import { count } from '../../src/report/words.js'
import { type Block, type Entry, moreText, type OutlineOptions, paragraph, sentence } from './outline.js'

const shownPrincipals = 5
const shownAddresses = 6
const shownTools = 3
const shownKeys = 3

/** Which tools came from which address, and with which keys: of those that the answer is about. */
export function outlineAddresses({ addresses }: Investigation, { nameOf }: OutlineOptions): Block[] {
  if (addresses.length === 0) return [paragraph(sentence('No call was seen.'))]
  const left = addresses.length - shownPrincipals
  return [
    ...addresses.slice(0, shownPrincipals).flatMap((principal) => principalBlocks(principal, nameOf)),
    ...(left > 0 ? [paragraph(sentence(`${count(left, 'further principal')}: --json lists them.`))] : []),
  ]
}

function principalBlocks(
  { actorKey, addresses, otherAddresses }: PrincipalAddresses,
  nameOf: OutlineOptions['nameOf'],
): Block[] {
  const all = addresses.length + otherAddresses
  if (all === 0) return [paragraph(sentence(`${nameOf(actorKey)}: no record has an address.`))]
  return [
    paragraph(sentence(`${nameOf(actorKey)}: ${count(all, 'address', 'addresses')}.`)),
    {
      kind: 'entries',
      entries: addresses.slice(0, shownAddresses).map(entryOf),
      ordered: false,
      more: moreOf(addresses.length - shownAddresses, otherAddresses),
    },
  ]
}

function moreOf(listed: number, unlisted: number): string | null {
  const parts = [
    ...(listed > 0 ? [moreText(listed)] : []),
    ...(unlisted > 0 ? [`${unlisted} less used, which calls.byIp of --json counts`] : []),
  ]
  return parts.length === 0 ? null : parts.join('; ')
}

function entryOf(address: AddressUse): Entry {
  const { sourceIp, standsOut, tools, otherTools } = address
  const leftTools = Math.max(0, tools.length - shownTools) + otherTools
  return {
    heading: sourceIp,
    tone: standsOut ? 'bad' : 'plain',
    note: `${usedText(address)} · ${spanText(address)}${standsOut ? ' · stands out' : ''}`,
    statements: [
      ...tools.slice(0, shownTools).map(toolStatement),
      ...(leftTools > 0 ? [sentence(`${count(leftTools, 'further tool')}.`)] : []),
      ...keysStatement(address),
    ],
  }
}

function toolStatement(use: ToolUse): Statement {
  const forms = use.userAgents > 1 ? `, ${use.userAgents} forms of it` : ''
  return { ...sentence(`${use.tool}${forms}: ${usedText(use)}`, use.eventIds), records: callsIn(use) }
}

function keysStatement(address: AddressUse): Statement[] {
  const { keys, otherKeys } = address
  const [first] = keys
  if (first === undefined) return []
  if (callsIn(first) === callsIn(address)) return [sentence(`all with ${keyText(first)}`, address.eventIds.slice(0, 1))]
  const shown = keys.slice(0, shownKeys)
  const left = keys.length - shown.length + otherKeys
  const told = shown.map((key) => `${keyText(key)} ${usedText(key)}`)
  const text = `with ${told.join('; ')}${left > 0 ? `; and ${count(left, 'further key')}` : ''}`
  return [
    {
      ...sentence(
        text,
        shown.flatMap(({ eventIds }) => eventIds.slice(0, 1)),
      ),
      records: shown.reduce((sum, key) => sum + callsIn(key), 0),
    },
  ]
}

function keyText({ accessKeyId, principalId }: KeyUse): string {
  return accessKeyId === '' ? `a session of ${principalId} without a key id` : accessKeyId
}

function usedText({ ok, failed }: Counts): string {
  return `${count(ok + failed, 'call')}${failed > 0 ? `, ${failed} failed` : ''}`
}

/** `2026-03-01 10:00 to 10:40`, over several days without the hours. */
function spanText({ firstSeen, lastSeen }: Counts): string {
  const [from, to] = [firstSeen.slice(0, 16).replace('T', ' '), lastSeen.slice(0, 16).replace('T', ' ')]
  if (from === to) return from
  return from.slice(0, 10) === to.slice(0, 10)
    ? `${from} to ${to.slice(11)}`
    : `${from.slice(0, 10)} to ${to.slice(0, 10)}`
}
