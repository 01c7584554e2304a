import type { Timing } from '../../../src/domain/incident-context.js'
import { after } from '../../support/fixtures/incident-events.js'
import { askingRestore, awaitingApproval } from '../../support/fixtures/journeys.js'
import { aTiming } from '../../support/fixtures/timings.js'
import { anInput, playToEnd } from '../../support/play.js'

type Waits = Timing['questions']['contain']
const blockReminder = 'xstate.after.approvalReminder.incident.awaitingApproval'
const restoreReminder = 'xstate.after.restoreReminder.incident.awaitingRestoreApproval.question.asking'

describe('people are reminded', () => {
  const timersWith = (waits: Waits, events = awaitingApproval) =>
    playToEnd(events, { ...anInput, timing: aTiming({ questions: { contain: waits, restore: waits } }) }).timers

  it.each([
    ['half way', { expiryMs: 14_000, escalationMs: null }, 7_000],
    ['when the question says', { expiryMs: 14_000, reminderMs: 3_000, escalationMs: null }, 3_000],
    ['half way, where the end would come first', { expiryMs: 14_000, reminderMs: 14_000, escalationMs: null }, 7_000],
  ])('%s', (_, waits, delayMs) => {
    expect(timersWith(waits).get(blockReminder)).toBe(delayMs)
    expect(timersWith(waits, askingRestore).get(restoreReminder)).toBe(delayMs)
  })

  it('anew, once a second circle is asked as well', () => {
    const waits = { expiryMs: 14_000, reminderMs: 3_000, escalationMs: 2_000 }
    const escalated = [...awaitingApproval, after('approvalExpiry', 'awaitingApproval')]
    expect(timersWith(waits, escalated).get(blockReminder)).toBe(1_000)
    expect(timersWith({ ...waits, escalationMs: 9_000 }, escalated).get(blockReminder)).toBe(3_000)
  })
})
