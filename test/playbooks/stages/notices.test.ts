import {
  after,
  happens,
  observed,
  observedOff,
  restoreDigest,
  theMiss,
} from '../../support/fixtures/incident-events.js'
import type { Happening } from '../../support/fixtures/journeys.js'
import * as journeys from '../../support/fixtures/journeys.js'
import { aTiming, escalating } from '../../support/fixtures/timings.js'
import { anInput, play } from '../../support/play.js'

const containExpiry = after('approvalExpiry', 'awaitingApproval')
const restoreExpiry = after('restoreExpiry', 'awaitingRestoreApproval.question.asking')
const soakWait = after('nextSoakCheck', 'verifying.waiting')
const soak = [soakWait, observed({ depth: 'account' }), soakWait, observed()]
const secondCircle = [...journeys.awaitingApproval, containExpiry]

/** Each notice of a journey, with the reason that it gave. */
function told(events: readonly Happening[]): (readonly [topic: string, reason: string])[] {
  const input = { ...anInput, timing: aTiming({ questions: escalating }) }
  return play(events, input).flatMap(({ step }) =>
    step.effects.flatMap((effect) => (effect.kind === 'notify' ? [[effect.topic, effect.reason] as const] : [])),
  )
}

describe('a notice', () => {
  it('of a block that holds does not say how late somebody answered', () => {
    const notices = told([...secondCircle, happens.approved(), happens.blockApplied, ...soak])
    expect(notices).toEqual([
      ['escalated', 'Nobody has decided about the block in time: a second circle is asked as well.'],
      ['contained', ''],
    ])
  })

  it('of access that was given back, and of the end after it, does not repeat what was wrong before', () => {
    const stopped = [
      ...journeys.gotThrough,
      happens.restoreRequested(),
      happens.restorePrepared(),
      happens.approved('ana', restoreDigest),
      happens.blockRemoved,
      happens.restoreConfirmed,
      after('lateWriteWatch', 'restored.waiting'),
      happens.restoreConfirmed,
    ]
    expect(told(stopped).slice(1)).toEqual([
      ['restored', ''],
      ['closed', ''],
    ])
  })

  it('that reminds of a question says why it is asked, not what was said before it', () => {
    const retried = [...journeys.writeTimedOut, happens.retryRequested, happens.evidenceCollected]
    const reminder = after('approvalReminder', 'awaitingApproval')
    expect(told([...retried, happens.planPrepared(), reminder]).at(-1)).toEqual(['reminder', ''])
    const outdated = [...journeys.blocking, happens.planOutdated, happens.planPrepared(), reminder]
    expect(told(outdated).at(-1)).toEqual(['reminder', 'The role was re-created.'])
  })

  it('that reminds of a restore says why it was asked for, and of a second circle that nobody had decided', () => {
    const reminder = after('restoreReminder', 'awaitingRestoreApproval.question.asking')
    expect(told([...journeys.askingRestore, reminder]).at(-1)).toEqual(['reminder', 'The pipeline was cleaned.'])
    expect(told([...journeys.askingRestore, restoreExpiry]).at(-1)?.[1]).toMatch(
      /^Nobody has decided about the restore/,
    )
  })

  it('of a block that is gone once more names each time, and each is held against it', () => {
    const later = '2026-03-01T10:09:00Z'
    const events = [...journeys.afterReput, soakWait, observedOff({ depth: 'account', readAt: later })]
    expect(told(events).map(([, reason]) => reason)).toEqual([
      `New since the last look: ${theMiss.what} at ${theMiss.at}.`,
      `New since the last look: ${theMiss.what} at ${later}.`,
    ])
  })

  it('of a block that is off says so where nothing else is new', () => {
    const off = [...journeys.tampered, after('writeBudget', 'tampered'), after('watchInterval', 'needsHuman.waiting')]
    expect(told([...off, observedOff()]).at(-1)).toEqual(['tampered', 'The block is still missing.'])
  })

  it('that a person has to act says why again, until they act', () => {
    const again = [...journeys.writeTimedOut, after('humanReminder', 'needsHuman')]
    const why = 'The block could not be written in time. It may or may not be there.'
    expect(told(again)).toEqual([
      ['needsHuman', why],
      ['needsHuman', why],
    ])
  })
})
