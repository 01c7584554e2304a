import { controls } from '../../../../integrations/slack/controls.js'
import type { IncidentCard } from '../../../../integrations/slack/incident-card.js'
import { digestOf } from '../../../../src/domain/canonical-json.js'
import { planDigest } from '../../../../src/domain/plan.js'
import { at, Story, timeUp } from '../../../src/report/story.js'
import { judgeBlocks, messageMost } from '../../../support/slack/judge-blocks.js'
import {
  approvedBy,
  asked,
  blocked,
  cardOf,
  closed,
  contained,
  containPlan,
  evidence,
  restoreAsked,
  restorePlan,
} from '../../../support/slack/sample-cards.js'
import { broken, buttonsIn, channel, find, names, posts, postsWith, said, slotsOf } from './found-posts.js'

const banner = 'EXERCISE · endpoint 127.0.0.1:4566 is not AWS'
const stories = {
  opened: () => new Story(),
  unresolved: () => collected().next({ type: 'PRINCIPAL_UNRESOLVED', reason: 'No such role.' }),
  refused: () =>
    collected().next({
      type: 'PLAN_REFUSED',
      reason: 'It is protected.',
      alternative: 'Use an SCP.',
      nothingStands: true,
    }),
  asked,
  denied: () =>
    asked().next({ type: 'DENIED', by: 'kim', planDigest: planDigest(containPlan), reason: 'A drill.' }, 60),
  expired: () => asked().next(timeUp('approvalExpiry', 'awaitingApproval'), 1_800),
  blocked,
  contained,
  broken,
  restoreAsked,
  closed,
} as const

function collected(): Story {
  return new Story().next({ type: 'EVIDENCE_COLLECTED', evidenceDigest: digestOf(evidence) }, 3)
}

const contain = `question:${planDigest(containPlan)}`
const restore = `question:${planDigest(restorePlan)}`

describe('the messages of an incident', () => {
  it.each(Object.entries(stories))(
    '%s: Slack takes every message, and each has words for notifications',
    (_, story) => {
      for (const { blocks, text } of posts(cardOf(story()))) {
        expect(judgeBlocks(blocks, messageMost)).toEqual([])
        expect(text).not.toBe('')
        expect(text.length).toBeLessThanOrEqual(300)
      }
    },
  )

  it('a whole incident is the headline and seven messages in its thread, in the order in which things happened', () => {
    expect(slotsOf(cardOf(closed()))).toEqual(['headline', 'evidence', 'block', 'verification', 'restore', 'report'])
    const everything = posts(cardOf(closed())).map(({ slot }) => slot)
    expect(everything.filter((slot) => !['tampering', 'escalation'].includes(slot))).toEqual([
      'headline',
      'evidence',
      contain,
      'block',
      'verification',
      restore,
      'restore',
      'report',
    ])
  })

  it('the same card gives the same messages, and a block that changed has another id', () => {
    expect(posts(cardOf(contained()))).toEqual(posts(cardOf(contained())))
    const idsOf = (card: IncidentCard) => find(card, 'headline').blocks.map(({ block_id: id }) => id)
    const [before, after] = [idsOf(cardOf(asked())), idsOf(cardOf(blocked()))]
    expect(new Set([...before, ...after]).size).toBe(before.length + after.length)
  })

  it('what ended without a block says so, and why, in the last message of its thread', () => {
    expect(said(find(cardOf(stories.refused()), 'report'))).toContain('It is protected. Instead: Use an SCP.')
    expect(said(find(cardOf(stories.denied()), 'report'))).toContain('Block denied, access stays: role ci-deploy')
    expect(said(find(cardOf(stories.refused()), 'headline'))).toContain('nobody was asked: no block is possible')
  })

  it('nothing changes with the time at which the record is read', () => {
    const later = { generatedAt: at(90_000) }
    expect(posts(cardOf(contained(), later))).toEqual(posts(cardOf(contained())))
    expect(posts(cardOf(closed(), later))).toEqual(posts(cardOf(closed())))
  })

  it.each(Object.entries(stories))('%s: every message of an exercise begins with its banner', (_, story) => {
    for (const { blocks, text } of posts(cardOf(story(), { banner }))) {
      expect(JSON.stringify(blocks[0])).toContain(banner)
      expect(text.startsWith(`${banner}: `)).toBe(true)
    }
  })

  it('every button has an action of the controls', () => {
    const known = new Set<string>(Object.values(controls.actions))
    for (const story of Object.values(stories)) {
      for (const post of posts(cardOf(story()))) {
        for (const { action_id: id } of buttonsIn(post)) expect(known).toContain(id)
      }
    }
  })
})

describe('the approval card', () => {
  it('binds both decisions to incident, question, plan, expiry and channel', () => {
    const { clicks } = postsWith(cardOf(asked()))
    expect(clicks).toEqual(
      ['approve', 'deny'].map((decision) => ({
        incidentId: 'inc_0123456789abcdefghij',
        question: 'contain',
        decision,
        planDigest: planDigest(containPlan),
        expiresAt: '2026-03-01T10:32:00.000Z',
        channel,
        target: 'role ci-deploy in account payments (111122223333)',
      })),
    )
  })

  it('of an exercise says so in what both decisions are about, for the modal shows nothing else', () => {
    const { clicks } = postsWith(cardOf(asked(), { banner: 'EXERCISE: simulated' }))
    expect(clicks.map(({ target }) => target)).toEqual([
      'EXERCISE · role ci-deploy in account payments (111122223333)',
      'EXERCISE · role ci-deploy in account payments (111122223333)',
    ])
  })

  it('says what a person needs: why, seen, what is done, whom it hits, what goes on, who may, until when', () => {
    const text = said(find(cardOf(asked()), contain))
    for (const part of ['Why now', 'Seen', 'Will do', 'PutRolePolicy', '1 AWS call', 'Impact', 'Not covered']) {
      expect(text).toContain(part)
    }
    expect(text).toContain('*0 of 2 approvals* · <@U0ANA0001> <@U0RAJ0001> <@U0KIM0001> may approve')
    expect(text).toContain('|2026-03-01 10:32 UTC>')
    expect(names(find(cardOf(asked()), contain))).toEqual([
      'Approve: block ci-deploy',
      'Deny: keep access',
      'Show plan',
      'Ask the owner: was this you?',
      'Open console',
    ])
  })

  it('asks no owner where none is known, and opens no console where there is none', () => {
    const card = cardOf(asked(), {}, { hasOwner: false, consoleUrl: null })
    expect(names(find(card, contain))).toEqual(['Approve: block ci-deploy', 'Deny: keep access', 'Show plan'])
  })

  it('keeps its buttons after the first of two votes, and shows the vote with its reason', () => {
    const card = cardOf(approvedBy(asked(), 'ana', 'It was not us.'))
    expect(said(find(card, contain))).toContain('*Approved by ana* 10:04:06Z - reason: It was not us. (1 of 2)')
    expect(said(find(card, contain))).toContain('*1 of 2 approvals* · <@U0RAJ0001> <@U0KIM0001> may approve')
    expect(names(find(card, contain))).toContain('Approve: block ci-deploy')
  })

  it('has no buttons once it is decided, and says who, when and why for each vote', () => {
    const post = find(cardOf(blocked()), contain)
    expect(buttonsIn(post)).toEqual([])
    expect(post.editOnly).toBe(true)
    expect(said(post)).toContain('(1 of 2)')
    expect(said(post)).toContain('*Approved by raj* 10:05:38Z - reason: Confirmed: the address is not ours. (2 of 2)')
  })

  it('says so when it was denied, expired or became void', () => {
    const denied = asked().next(
      { type: 'DENIED', by: 'kim', planDigest: planDigest(containPlan), reason: 'A drill.' },
      60,
    )
    const expired = asked().next(timeUp('approvalExpiry', 'awaitingApproval'), 1_800)
    const outdated = asked().next({ type: 'PLAN_OUTDATED', reason: 'The role was made anew.' }, 5)
    const words = [
      [denied, '*Denied by kim* 10:01:06Z - reason: A drill.'],
      [expired, '*Nobody decided in time* (10:30:06Z). Silence approves nothing: no block was written.'],
      [outdated, 'The role was made anew.'],
    ] as const
    for (const [story, text] of words) {
      const post = find(cardOf(story), contain)
      expect(said(post)).toContain(text)
      expect(buttonsIn(post)).toEqual([])
      expect(post.editOnly).toBe(true)
    }
  })

  it('cannot be approved where its plan is lost', () => {
    const card = cardOf(asked(), { containPlan: null })
    expect(names(find(card, contain))).toEqual(['Deny: keep access', 'Ask the owner: was this you?', 'Open console'])
  })

  it('of a restore says as what, what changed since, and who comes to life', () => {
    const post = find(cardOf(restoreAsked()), restore)
    for (const part of ['false alarm', 'Asked for by lee', 'ReadOnlyAccess', 'build-17', 'Enforcement observed']) {
      expect(said(post)).toContain(part)
    }
    expect(names(post)).toEqual(['Approve: restore ci-deploy', 'Deny: keep the block', 'Show plan', 'Open console'])
    expect(said(post)).toContain('<@U0RAJ0001> <@U0KIM0001> may approve')
  })

  it('shows a contradiction of the evidence before anything else', () => {
    const card = cardOf(asked())
    const { evidence } = card.report
    if (evidence.status !== 'known' || evidence.content.investigation === undefined) throw new Error('no investigation')
    const investigation = { ...evidence.content.investigation, contradiction: 'The calls are of another role.' }
    const report = { ...card.report, evidence: { ...evidence, content: { ...evidence.content, investigation } } }
    const text = said(find({ ...card, report }, contain))
    expect(text.indexOf('The calls are of another role.')).toBeLessThan(text.indexOf('Why now'))
    const evidenceText = said(find({ ...card, report }, 'evidence'))
    expect(evidenceText.indexOf('The calls are of another role.')).toBeLessThan(evidenceText.indexOf('Points at'))
  })
})

describe('the headline', () => {
  it('never says contained without how that is known', () => {
    expect(said(find(cardOf(contained()), 'headline'))).toContain('Contained (enforcement observed): role ci-deploy')
  })

  it.each([
    ['asked', asked, ['Open console']],
    ['contained', contained, ['Restore access...', 'Open console']],
  ] as const)('%s: has the buttons that do something now', (_, story, wanted) => {
    expect(names(find(cardOf(story()), 'headline'))).toEqual(wanted)
  })

  it('of a stopped incident offers to go on; to close only where no block may stand', () => {
    const nothingStands = asked().next(timeUp('approvalExpiry', 'awaitingApproval'), 1_800)
    expect(names(find(cardOf(nothingStands), 'headline'))).toEqual([
      'Retry: let it go on...',
      'Close the incident...',
      'Open console',
    ])
    const tampered = broken()
    expect(names(find(cardOf(tampered), 'headline'))).toEqual([
      'Restore access...',
      'Retry: let it go on...',
      'Open console',
    ])
  })

  it('tells the stages by words beside their signs', () => {
    const text = said(find(cardOf(blocked()), 'headline'))
    expect(text).toContain('☑ *Approve* done 10:05:38Z · ana, raj')
    expect(text).toContain('▶ *Verify* now')
    expect(text).toContain('☐ *Restore* later')
  })
})
