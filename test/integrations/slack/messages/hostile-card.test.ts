import fc from 'fast-check'
import type { IncidentCard } from '../../../../integrations/slack/incident-card.js'
import { planModal } from '../../../../integrations/slack/messages/modals/plan-modal.js'
import { ownerQuestion } from '../../../../integrations/slack/messages/owner-question.js'
import { postsOf } from '../../../../integrations/slack/messages/posts-of.js'
import { slackBuilders } from '../../../../integrations/slack/messages/slack-builders.js'
import type { DeskIncident } from '../../../../integrations/slack/slack-desk.js'
import { aBriefSaying } from '../../../support/fixtures/evidence.js'
import { hostileCard } from '../../../support/slack/hostile-card.js'
import { anyHostile, hostile } from '../../../support/slack/hostile-texts.js'
import { judgeBlocks, judgeView, messageMost } from '../../../support/slack/judge-blocks.js'
import { fullKey, liveIn, liveInMrkdwn } from '../../../support/slack/live-in-blocks.js'
import {
  aClick,
  asked,
  cardOf,
  closed,
  contained,
  deskIncidents,
  evidence,
  restoreAsked,
} from '../../../support/slack/sample-cards.js'

const investigation = aBriefSaying('x')
const sibling = { sessionName: 'x', accessKeyId: 'x', issuedAt: '2026-03-01T10:00:00Z', expiresAt: null, by: 'x' }
const cards: readonly IncidentCard[] = [
  cardOf(asked(), { evidence: { ...evidence, investigation, siblings: [sibling] }, banner: 'EXERCISE' }),
  tampered(cardOf(contained())),
  cardOf(restoreAsked()),
  talked(cardOf(closed())),
]

function tampered(card: IncidentCard): IncidentCard {
  const act = { what: 'x', by: 'x', at: null }
  const suspect = { kind: 'user', name: 'x', createdAt: '2026-03-01T10:00:00Z', by: 'x', cause: 'unknown' } as const
  const verdict = { ...card.report.verdict, tampering: [act, act], suspects: [suspect] }
  const notices = [{ seq: 9, at: '2026-03-01T10:00:00Z', topic: 'tampered', reason: 'x' }] as const
  return { ...card, report: { ...card.report, verdict, notices, notDone: ['x'], escalation: 'x\n{\n  "x": 1\n}\nx' } }
}

function talked(card: IncidentCard): IncidentCard {
  const at = '2026-03-01T10:00:00Z'
  const notes = [{ seq: 8, at, by: 'x', text: 'x', author: 'x', writtenAt: at, permalink: 'x' }]
  const ownerAnswers = [{ seq: 7, at, owner: 'x', askedBy: 'x', wasMe: true }]
  return { ...card, report: { ...card.report, notes, ownerAnswers } }
}

const sign = (click: object) => JSON.stringify(click)
const owner = { incidentId: 'inc_1', ownerId: 'U0OWNER01', expiresAt: '2026-03-01T11:00:00Z' }

function everythingShown(text: string): void {
  for (const card of cards.map((one) => hostileCard(one, text))) {
    for (const post of postsOf(card, { sign, channel: 'C0SEC0001' })) {
      expect(judgeBlocks(post.blocks, messageMost)).toEqual([])
      expect([...liveIn(post.blocks), ...liveInMrkdwn(post.text), ...(post.text.match(fullKey) ?? [])]).toEqual([])
      expect(post.text.length).toBeLessThanOrEqual(300)
    }
    const plan = planModal(card)
    expect(judgeView(plan)).toEqual([])
    expect(liveIn(plan.blocks)).toEqual([])
    const asking = ownerQuestion(card, owner, sign)
    expect(judgeBlocks(asking.blocks, messageMost)).toEqual([])
    expect(liveIn(asking.blocks)).toEqual([])
    expect(liveIn(slackBuilders.showBlocks(card))).toEqual([])
  }
}

describe('a card whose every word is an attacker’s', () => {
  it.each(hostile.map((text) => [JSON.stringify(text.slice(0, 40)), text] as const))('%s stays a text', (_, text) => {
    everythingShown(text)
  })

  it('and whatever else it is: every message fits, and nothing in it works but what is ours', () => {
    fc.assert(fc.property(anyHostile, everythingShown), { seed: 7, numRuns: 6 })
  })
})

describe('views and modals', () => {
  const spoilt = (text: string): DeskIncident[] =>
    deskIncidents.map((one) => ({ ...one, principal: text, account: text, state: text, permalink: one.permalink }))

  it('whatever the names are, Slack takes them, and nothing in them works', () => {
    fc.assert(
      fc.property(anyHostile, (text) => {
        const many = Array.from({ length: 40 }, () => spoilt(text)).flat()
        const views = [
          slackBuilders.homeView(many),
          slackBuilders.noteModal(many),
          slackBuilders.decideModal({ ...aClick, target: text }),
          slackBuilders.restoreModal(text),
          slackBuilders.requestModal(text, 'retry'),
          slackBuilders.requestModal(text, 'close'),
          slackBuilders.resultModal({ outcome: 'refused', text }),
        ]
        for (const view of views) {
          expect(judgeView(view)).toEqual([])
          expect(liveIn(view.blocks)).toEqual([])
        }
        expect(judgeView(slackBuilders.blockModal(text))).toEqual([])
        const messages = [
          slackBuilders.listBlocks(many),
          slackBuilders.statusBlocks([text, text]),
          slackBuilders.helpBlocks(),
        ]
        for (const blocks of messages) {
          expect(judgeBlocks(blocks, messageMost)).toEqual([])
          expect(liveIn(blocks)).toEqual([])
        }
      }),
      { seed: 8, numRuns: 5 },
    )
  })
})
