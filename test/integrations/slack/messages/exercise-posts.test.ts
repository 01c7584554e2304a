import fc from 'fast-check'
import { controls } from '../../../../integrations/slack/controls.js'
import type { ExerciseNews } from '../../../../integrations/slack/exercise-post.js'
import type { SlackPost } from '../../../../integrations/slack/incident-card.js'
import { exercisePosts } from '../../../../integrations/slack/messages/exercise/exercise-posts.js'
import { slackBuilders } from '../../../../integrations/slack/messages/slack-builders.js'
import { anyHostile, hostile } from '../../../support/slack/hostile-texts.js'
import { judgeBlocks, judgeView, messageMost } from '../../../support/slack/judge-blocks.js'
import { liveIn } from '../../../support/slack/live-in-blocks.js'
import { aForm, aHead, anEnd, anInject, anOverview, aScene } from '../../../support/slack/sample-exercise.js'

const plain = {
  kind: 'plain',
  slot: 'asked:1',
  at: 'T+00:40',
  title: 'Asked',
  by: 'responder',
  text: 'How?',
  answer: null,
} as const

function postOf(news: ExerciseNews): SlackPost {
  const [, post] = exercisePosts(aScene(), aHead(), [news])
  if (post === undefined) throw new Error('There is no such message.')
  return post
}
const headOf = (changes: Parameters<typeof aHead>[0] = {}) => exercisePosts(aScene(), aHead(changes), [])[0]
const shown = (post: object | undefined) => JSON.stringify(post)
const asks = (post: object) => shown(post).includes(controls.actions.exerciseAnswer)

describe('the headline of an exercise', () => {
  it('says first that it is one, that nothing of it is live, and who plays what', () => {
    const post = headOf()
    expect(post?.text).toMatch(/^EXERCISE: /)
    expect(shown(post)).toContain('Nothing here reaches a live account.')
    expect(shown(post)).toContain('TLP:AMBER')
    expect(shown(post)).toContain('*The approver*: <@U0ANA0001>, decides about the block')
    expect(shown(post)).toContain('*The responder*: played by the script of the file')
  })

  it('of a discussion speaks of no cards and of no incident, since there are none', () => {
    const [post] = exercisePosts(aScene({ mode: 'discuss' }), aHead({ state: null }), [])
    expect(shown(post)).toMatch(/Nothing here reaches a live account\.\* It is talked through here/)
    expect(shown(post)).not.toMatch(/The cards|no incident yet/)
  })

  it('tells where it stands and what waits for whom, and asks nobody anything once it is over', () => {
    expect(shown(headOf())).toMatch(/T\+01:20.*Waiting for approval.*T\+0 was <!date/)
    expect(shown(headOf())).toMatch(/The shop's manager is worried, for The approver \(<@U0ANA0001>\), until <!date/)
    expect(shown(headOf())).toContain(controls.actions.exerciseAsk)
    const over = shown(headOf({ isOver: true }))
    expect(over).toContain('Over at T+01:20')
    expect(over).not.toMatch(/Waits for people|"type":"actions"/)
  })
})

describe('an inject', () => {
  it('says who says it to whom, mentions them, and gives the time that is left', () => {
    const post = postOf(anInject())
    expect(post.text).toMatch(/^EXERCISE: Pressure · The shop's manager is worried, for The approver \(<@U0ANA0001>\)/)
    expect(shown(post)).toContain('*The manager of the shop* to The approver (<@U0ANA0001>): “If you block it')
    expect(shown(post)).toContain('There is time until <!date^')
  })

  it.each(['question', 'pressure'] as const)(
    'of kind %s is answered by a form, and is shown in the channel too',
    (kind) => {
      const post = postOf(anInject({ injectKind: kind }))
      expect(post.place).toBe('broadcast')
      expect(asks(post)).toBe(true)
    },
  )

  it.each(['finding', 'evidence', 'chat', 'fault'] as const)('of kind %s asks for no answer', (kind) => {
    const post = postOf(anInject({ injectKind: kind, from: null, to: [] }))
    expect(post.place).toBe('thread')
    expect(asks(post)).toBe(false)
    expect(shown(post)).toContain('To everybody: “If you block it')
    expect(shown(postOf(anInject({ injectKind: kind, from: null, to: [], text: null })))).toContain('For everybody"')
  })

  it('keeps what was said and how it ended, and takes no answer after that', () => {
    const said = [{ by: 'approver', at: 'T+01:50', text: 'It goes on selling.', inTime: true }]
    const post = postOf(anInject({ said, outcome: { met: true, why: 'approver answered in time.' } }))
    expect(shown(post)).toContain('The approver (<@U0ANA0001>) at T+01:50: “It goes on selling.”')
    expect(shown(post)).toContain('*MET* approver answered in time.')
    expect(asks(post)).toBe(false)
    expect(shown(post)).not.toContain('There is time')
  })

  it('says of an answer that came too late that it did', () => {
    const said = [{ by: 'approver', at: 'T+09:50', text: 'Late.', inTime: false }]
    expect(shown(postOf(anInject({ said })))).toContain('at T+09:50, too late')
  })
})

describe('a question to the facilitator', () => {
  it('has what came to light by it in the same message', () => {
    expect(shown(postOf(plain))).toContain('*Asked* · T+00:40\\nThe responder: How?')
    expect(shown(postOf({ ...plain, answer: 'Through the resizer.' }))).toContain(
      '*It came to light:* Through the resizer.',
    )
  })
})

describe('the end', () => {
  it('has each objective, what was missed, the path, the live calls, and where the report is', () => {
    const text = shown(postOf(anEnd({ report: 'kept/1-report.md' })))
    expect(text).toContain('*1 of 2 objectives met.*')
    expect(text).toContain('*MET* The block is decided in time: 2 min 0 s, target 4 min 0 s')
    expect(text).toContain('*MISSED* The team knows what it does: 1, target 2')
    expect(text).toContain('What comes next?: Nobody answered in time.')
    expect(text).toContain('*Path* investigating → denied')
    expect(text).toMatch(/\*Live AWS calls\*\\n0/)
    expect(text).toContain('`kept/1-report.md`')
  })

  it('says that the report is being written until it is there', () => {
    expect(shown(postOf(anEnd()))).toContain('is being written')
  })
})

describe('an exercise whose every word is hostile', () => {
  const everythingShown = (text: string) => {
    const scene = aScene({
      title: text,
      summary: text,
      classification: text,
      parts: [{ role: 'approver', name: text, does: text, slackId: 'U0ANA0001' }],
    })
    const open = [{ title: text, to: [text], until: null }]
    const said = [{ by: text, at: 'T+01:50', text, inTime: true }]
    const news: ExerciseNews[] = [
      anInject({ title: text, from: text, text, to: ['approver', text], said, outcome: { met: false, why: text } }),
      { ...plain, by: text, title: text, text, answer: text },
      anEnd({
        how: text,
        objectives: [{ status: 'met', text, value: text, target: text }],
        injects: { met: 0, outOf: 1, missed: [{ title: text, why: text }] },
        path: { asExpected: false, actual: [text] },
        attacker: [text],
        report: text,
      }),
    ]
    for (const post of exercisePosts(scene, aHead({ state: text, open }), news)) {
      expect(judgeBlocks(post.blocks, messageMost)).toEqual([])
      expect(liveIn(post.blocks)).toEqual([])
      expect(liveIn({ type: 'mrkdwn', text: post.text, verbatim: true })).toEqual([])
      expect(post.text).toMatch(/^EXERCISE:/)
    }
    const choices = Array.from({ length: 12 }, (_, index) => ({ value: `inject:${index}`, text, description: text }))
    for (const form of [aForm({ title: text, about: [text, text] }), aForm({ kind: 'lead', choices })]) {
      const view = slackBuilders.exerciseModal(form)
      expect(judgeView(view)).toEqual([])
      expect(liveIn(view.blocks)).toEqual([])
    }
    const overview = slackBuilders.exerciseBlocks(anOverview({ title: text, lines: [{ words: text, code: text }] }))
    expect(judgeBlocks(overview, messageMost)).toEqual([])
    expect(liveIn(overview)).toEqual([])
  }

  it.each(hostile.map((text) => [JSON.stringify(text.slice(0, 40)), text] as const))('%s stays a text', (_, text) => {
    everythingShown(text)
  })

  it('and whatever else it is: every message fits, and nothing in it works but what is ours', () => {
    fc.assert(fc.property(anyHostile, everythingShown), { seed: 9, numRuns: 6 })
  })
})
