import { contentDigest, type Standing, wantedChanges } from '../../../../integrations/slack/view/wanted-changes.js'
import type { ChatPost } from '../../../../src/incidents/chat-posts.js'
import { aPost } from '../../../support/slack/view-lab.js'

const posts = [
  aPost('inc_1', 'headline', 'x'),
  aPost('inc_1', 'evidence', 'y'),
  aPost('inc_1', 'question:sha256:1', 'answered', { editOnly: true }),
  aPost('inc_1', 'tampering', 'somebody took it off'),
  aPost('inc_1', 'question:sha256:2', 'Approve?'),
]
const openQuestion = 'question:sha256:2'

function kept(slot: string, changes: Partial<ChatPost> = {}): ChatPost {
  const post = posts.find((one) => one.slot === slot)
  const digest = post === undefined ? '' : contentDigest(post)
  const threadId = slot === 'headline' ? null : 'ts-headline'
  return { incidentId: 'inc_1', slot, channel: 'C1', messageId: `ts-${slot}`, threadId, digest, ...changes }
}

function changes(standing: Partial<Standing> = {}, channel = 'C1') {
  const all = { kept: [], isLook: false, sent: new Set<string>(), isRefused: () => false, ...standing }
  const { next, blocked, refused } = wantedChanges({ posts, channel, openQuestion }, all)
  return {
    next: next.map(({ kind, post }) => `${kind} ${post.slot}`),
    blocked: blocked.map(({ slot }) => slot),
    refused,
  }
}

describe('what Slack has to be told', () => {
  it('is the headline first: it is what the others answer', () => {
    expect(changes()).toEqual({
      next: ['post headline'],
      blocked: ['evidence', 'tampering', 'question:sha256:2'],
      refused: [],
    })
  })

  it('is then what is urgent, then the rest, and nothing of what is obsolete and never stood', () => {
    const { next } = changes({ kept: [kept('headline', { digest: 'older' })] })
    expect(next).toEqual(['edit headline', 'post tampering', 'post question:sha256:2', 'post evidence'])
  })

  it('is nothing where everything stands, and also what is obsolete where that stands', () => {
    const all = ['headline', 'evidence', 'tampering', 'question:sha256:2'].map((slot) => kept(slot))
    expect(changes({ kept: all })).toEqual({ next: [], blocked: [], refused: [] })
    const obsolete = kept('question:sha256:1', { digest: 'with its buttons' })
    expect(changes({ kept: [...all, obsolete] }).next).toEqual(['edit question:sha256:1'])
  })

  it('at a look is headline and open question again, once', () => {
    const all = ['headline', 'evidence', 'tampering', 'question:sha256:2'].map((slot) => kept(slot))
    expect(changes({ kept: all, isLook: true }).next).toEqual(['edit headline', 'edit question:sha256:2'])
    expect(changes({ kept: all, isLook: true, sent: new Set(['headline', 'question:sha256:2']) }).next).toEqual([])
  })

  it('is the open question anew where it answers another headline, and no other message', () => {
    const elsewhere = ['evidence', 'tampering', 'question:sha256:2'].map((slot) => kept(slot, { threadId: 'gone' }))
    expect(changes({ kept: [kept('headline'), ...elsewhere] }).next).toEqual(['post question:sha256:2'])
  })

  it('in another channel is the headline anew, under which the question comes then', () => {
    const all = ['headline', 'evidence', 'tampering', 'question:sha256:2'].map((slot) => kept(slot))
    expect(changes({ kept: all }, 'C2').next).toEqual(['post headline'])
    const moved = [...all.slice(1), kept('headline', { channel: 'C2', messageId: 'ts-new' })]
    expect(changes({ kept: moved }, 'C2').next).toEqual(['post question:sha256:2'])
  })

  it('without a headline that Slack takes is what is urgent, by itself', () => {
    expect(changes({ isRefused: (slot) => slot === 'headline' })).toEqual({
      next: ['post tampering', 'post question:sha256:2'],
      blocked: [],
      refused: ['headline', 'evidence'],
    })
  })
})

describe('the digest of a message', () => {
  const message = aPost('inc_1', 'evidence', 'y')

  it('does not depend on the order of fields, and does on everything else', () => {
    const turned = { ...message, blocks: [{ block_id: 'b', type: 'divider' as const }] }
    const straight = { ...message, blocks: [{ type: 'divider' as const, block_id: 'b' }] }
    expect(contentDigest(turned)).toBe(contentDigest(straight))
    expect(contentDigest({ ...straight, text: 'z' })).not.toBe(contentDigest(straight))
    expect(contentDigest({ ...straight, blocks: [] })).not.toBe(contentDigest(straight))
  })

  it('is to be had of a text that was cut in the middle of a character', () => {
    expect(contentDigest({ ...message, text: '\ud83d' })).toBe(contentDigest({ ...message, text: '\ufffd' }))
  })
})
