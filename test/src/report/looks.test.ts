import { looksIn } from '../../../src/report/looks.js'
import { readRecord } from '../../../src/report/read-record.js'
import { aLook, at, blockedStory, containedStory, type Story, timeUp, watched } from './story.js'

const looksOf = (story: Story) => looksIn(story.audit.map(readRecord))
const lastOf = (story: Story) => looksOf(story).at(-1)
const call = (eventId: string, seconds: number) => ({ eventId, eventName: 'CreateUser', eventTime: at(seconds) })
const newUser = { kind: 'user', name: 'support-2', createdAt: at(240), by: null, cause: 'unknown' } as const

describe('the looks at a block', () => {
  it('are none before the first', () => {
    expect(looksOf(blockedStory())).toEqual([])
  })

  it('each say what was known then', () => {
    const looks = looksOf(containedStory({ denied: 2 }))
    expect(looks.map(({ enforcement }) => enforcement)).toEqual([
      ...Array(looks.length - 1).fill('notObserved'),
      'observed',
    ])
    expect(looks.at(-1)).toMatchObject({ depth: 'full', policy: 'held', denied: 2, amends: [] })
  })
})

describe('a later look', () => {
  it('amends what was said where the first denial arrives after "contained", and rewrites nothing', () => {
    const story = containedStory({ denied: 0 })
    const before = looksOf(story)
    watched(story, 990, { denied: 3 })
    expect(looksOf(story).slice(0, -1)).toEqual(before)
    expect(lastOf(story)).toMatchObject({
      enforcement: 'observed',
      amends: [
        expect.stringMatching(/^3 denied calls arrived after "contained" was said at .*: enforcement is observed now$/),
      ],
    })
  })

  it('amends nothing where denials were known before', () => {
    expect(lastOf(watched(containedStory({ denied: 2 }), 990, { denied: 5 }))?.amends).toEqual([])
  })

  it('tells a call of before the look that missed it as late', () => {
    const story = watched(containedStory(), 990, { inWindow: [call('e1', 249)], undeniable: [call('e2', 300)] })
    expect(lastOf(story)?.amends).toEqual([`a success within the window of CreateUser at ${at(249)} arrived late`])
  })

  it('tells the same call once, though each look sees everything since the write', () => {
    const late = { inWindow: [call('e1', 249)] }
    const story = watched(watched(containedStory(), 990, late), 1_290, late)
    expect(looksOf(story).flatMap(({ amends }) => amends)).toHaveLength(1)
  })

  it('does not call late what happened since, nor what nothing denies', () => {
    const look = { succeeded: [call('e1', 900)], undeniable: [call('e2', 249)] }
    expect(lastOf(watched(containedStory(), 990, look))?.amends).toEqual([])
  })

  it('takes back a suspect that somebody else turns out to have made', () => {
    const story = blockedStory()
    for (const [index, suspects] of [[newUser], []].entries())
      story.next(timeUp('nextSoakCheck', 'verifying.waiting'), 8).next(aLook(249 + index * 8, { suspects }), 0)
    expect(looksOf(story).map(({ amends }) => amends)).toEqual([[], ['user support-2 is no suspect any more']])
  })

  it('tells an act against the block that arrives late', () => {
    const act = { what: 'DeleteTrail', by: 'arn:aws:iam::111122223333:user/mallory', at: at(260) }
    expect(lastOf(watched(containedStory(), 990, { tampering: [act] }))?.amends).toEqual([
      `an act against the block arrived late: DeleteTrail (${at(260)})`,
    ])
  })
})
