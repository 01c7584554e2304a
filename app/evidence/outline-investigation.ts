import { tellingIds } from '../../src/evidence/detections/telling-ids.js'
import type { Investigation } from '../../src/evidence/investigation.js'
import { beyondBlock } from '../../src/evidence/proposal/beyond-block.js'
import { describeBriefly } from '../../src/evidence/proposal/describe-actor.js'
import type { NotProposedActor, ProposedEntity } from '../../src/evidence/proposal/proposal.js'
import { count } from '../../src/report/words.js'
import { narrativeOf } from './narrative.js'
import {
  type Block,
  type Entry,
  list,
  moreText,
  type OutlineOptions,
  paragraph,
  type Section,
  sentence,
  type Tone,
} from './outline.js'
import { outlineAddresses } from './outline-addresses.js'
import { outlineCalls } from './outline-calls.js'
import { outlineCoverage } from './outline-coverage.js'
import { outlineAfterBlock, outlineRoutines } from './outline-credentials.js'
import { outlineDetections, outlineIndicators, outlinePersistence, outlineSigma } from './outline-signs.js'
import { outlineTimeline } from './outline-timeline.js'
import { type GivenRole, sessionTree } from './session-tree.js'

/** All that is shown of an investigation, the answer first. */
export function outlineInvestigation(found: Investigation, options: OutlineOptions): Section[] {
  return [
    section('what-happened', 'What happened', [paragraph(...narrativeOf(found))]),
    section('proposed', 'Proposed for a block', outlineProposed(found)),
    section('not-proposed', 'Not proposed, and why', outlineNotProposed(found)),
    section('doubts', 'Doubts', [
      ...list(
        '',
        found.verdict.doubts.map((doubt) => sentence(doubt)),
      ),
      ...list(
        'What would change the answer',
        found.verdict.wouldChange.map((what) => sentence(what)),
      ),
    ]),
    section('volume', 'API calls', outlineCalls(found)),
    section('sessions', 'Sessions, by who obtained them', outlineSessions(found)),
    section('addresses', 'From where, and with what tools', outlineAddresses(found, options)),
    section('routine', 'How long active, how routinely used', outlineRoutines(found, options)),
    section('after-block', 'What a block leaves alive', outlineAfterBlock(found, options)),
    section('detections', 'Detections', outlineDetections(found, options)),
    section('indicators', 'Indicators', outlineIndicators(found, options)),
    section('sigma', 'Sigma rules', outlineSigma(found, options)),
    section('persistence', 'New ways back', outlinePersistence(found, options)),
    section('timeline', 'Timeline', outlineTimeline(found, options)),
    section('coverage', 'What was read, and what was not', outlineCoverage(found)),
  ]
}

function section(id: string, title: string, blocks: readonly Block[]): Section {
  return { id, title, blocks }
}

function outlineProposed({ proposed, notProposed }: Investigation): Block[] {
  if (proposed.length === 0) {
    const stops = beyondBlock(notProposed).map(({ actor, remedy }) =>
      sentence(`${describeBriefly(actor)}: ${remedy}.`, actor.eventIds.slice(0, 3)),
    )
    return [paragraph(sentence('Nobody.')), ...list('Beyond a block, and to be stopped otherwise', stops)]
  }
  return [{ kind: 'entries', entries: proposed.map(proposedEntry), ordered: true, more: null }]
}

function proposedEntry({ type, name, arn, confidence, because }: ProposedEntity): Entry {
  return { heading: `${type} ${name}`, tone: 'bad', note: `${confidence} confidence · ${arn}`, statements: because }
}

const shownOthers = 25

function outlineNotProposed({ notProposed: others, notProposedCount }: Investigation): Block[] {
  if (others.length === 0) return [paragraph(sentence('There is nobody else in these records.'))]
  const folded = [...others.filter((other) => !isPlainService(other)).map(otherEntry), ...serviceEntries(others)]
  const unlisted = notProposedCount - others.length
  const left = Math.max(0, folded.length - shownOthers)
  const more = [
    ...(left > 0 ? [moreText(left)] : []),
    ...(unlisted > 0 ? [`${unlisted} more, of whom less is to be told, are listed nowhere`] : []),
  ]
  return [
    {
      kind: 'entries',
      entries: folded.slice(0, shownOthers),
      ordered: false,
      more: more.length > 0 ? more.join('; ') : null,
    },
  ]
}

function isPlainService({ kind, standsOut }: NotProposedActor): boolean {
  return !standsOut && (kind === 'service' || kind === 'serviceLinkedRole')
}

/** Nobody asks about services one by one. */
function serviceEntries(others: readonly NotProposedActor[]): Entry[] {
  return (['serviceLinkedRole', 'service'] as const).flatMap((kind) => {
    const alike = others.filter((other) => isPlainService(other) && other.kind === kind)
    const [first] = alike
    if (first === undefined) return []
    const names = alike.map(({ name }) => name).join(', ')
    const eventIds = alike.flatMap((other) => other.eventIds.slice(0, 1))
    return [
      { heading: names, tone: 'plain' as const, note: kindWords[kind], statements: [sentence(first.reason, eventIds)] },
    ]
  })
}

function otherEntry({ type, name, arn, kind, reason, standsOut, eventIds }: NotProposedActor): Entry {
  const tone: Tone = standsOut ? 'open' : 'plain'
  return {
    heading: describeBriefly({ type, name, arn }),
    tone,
    note: kindWords[kind],
    statements: [sentence(reason, eventIds.slice(0, 3))],
  }
}

const kindWords: Readonly<Record<NotProposedActor['kind'], string>> = {
  ordinary: 'nothing stands out',
  faint: 'little beside the others',
  victim: 'a victim: look at it again',
  obtained: 'look at its credentials',
  unseen: 'no record of it',
  otherPrincipal: 'not what was asked about',
  root: 'no policy reaches it',
  service: 'an AWS service',
  serviceLinkedRole: 'service-linked role',
  identityCenterRole: 'Identity Center role',
  otherAccount: 'another account',
  ourselves: 'ourselves',
  federatedUser: 'blocked with its issuer',
  federatedIdentity: 'identity of a provider',
  unknown: 'not named in the records',
}

function outlineSessions({ sessions, unlistedSessions, proposed, detections, chains }: Investigation): Block[] {
  if (sessions.length === 0) return [paragraph(sentence('No credential was seen.'))]
  const keys = new Set(proposed.map(({ key }) => key))
  const { roots, hidden } = sessionTree(sessions, keys, tellingIds(detections), givenRolesIn(chains))
  return [{ kind: 'tree', roots, more: hidden > 0 ? moreText(hidden) : null }, ...unlistedText(unlistedSessions)]
}

/** Their callers and principals stand among those that are listed. */
function unlistedText({ count: unlisted, mayBeAlive }: Investigation['unlistedSessions']): Block[] {
  if (unlisted === 0) return []
  const alive = mayBeAlive === 0 ? 'none of them can be alive any more' : `${mayBeAlive} of them may be alive`
  const text = `${count(unlisted, 'further credential')} that made no call ${unlisted === 1 ? 'is' : 'are'} listed nowhere: ${alive}. The latest of each caller for each principal are listed.`
  return [paragraph(sentence(text))]
}

/** By the session that ran as code or on a machine (`Session.id`): the link before its own says who gave it its role. */
function givenRolesIn(chains: Investigation['chains']): ReadonlyMap<string, GivenRole> {
  const given = new Map<string, GivenRole>()
  for (const { links } of chains) {
    for (const [at, { handedOverWith, issuedBy }] of links.entries()) {
      const run = links[at + 1]?.sessionId ?? ''
      if (handedOverWith !== null && run !== '') given.set(run, { by: handedOverWith, how: issuedBy ?? 'a call' })
    }
  }
  return given
}
