import type { TimelineEntry } from '../../../exercises/report/after-action-schema.js'
import { foldRepeats } from '../../../exercises/report/fold-repeats.js'

function entry(no: number, changes: Partial<TimelineEntry>): TimelineEntry {
  return {
    ...{
      no,
      atMs: no * 1_000,
      at: `2026-03-01T10:00:${String(no).padStart(2, '0')}.000Z`,
      lane: 'product',
      actor: 'worker',
    },
    ...{ what: 'Looked at the block: policy held', short: 'look', tone: 'plain', incident: 'inc_1', state: null },
    ...{ inject: null, step: null, decision: null, reason: null },
    ...changes,
  }
}

describe('a timeline that people read', () => {
  it('tells once what the product does again and again, and how often', () => {
    const looks = [1, 2, 3, 4].map((no) => entry(no, no % 2 === 0 ? { what: 'Time is up: next look' } : {}))
    expect(foldRepeats(looks).map(({ no, what }) => [no, what])).toEqual([
      [1, 'Looked at the block: policy held (and 1 more like it, until no. 3 at T+00:03)'],
      [2, 'Time is up: next look (and 1 more like it, until no. 4 at T+00:04)'],
    ])
  })

  it.each([
    ['somebody did something', { lane: 'people', what: 'Approved the block' } as const],
    ['the incident came to another state', { state: 'contained', what: 'verifying → contained' } as const],
  ])('tells it anew once %s', (_what, between) => {
    const told = foldRepeats([entry(1, {}), entry(2, between), entry(3, {})])
    expect(told.map(({ no }) => no)).toEqual([1, 2, 3])
  })

  it('keeps incidents apart, and what is told in other words', () => {
    const told = foldRepeats([entry(1, {}), entry(2, { incident: 'inc_2' }), entry(3, { what: 'Looked: gone' })])
    expect(told.map(({ no }) => no)).toEqual([1, 2, 3])
  })

  it('leaves out that an inject was played of which nothing was expected, but not that it was missed', () => {
    const ofInject = { lane: 'injects', inject: 'news', incident: null } as const
    const told = foldRepeats([
      entry(1, { ...ofInject, what: 'Chat: News' }),
      entry(2, { ...ofInject, what: 'news was played' }),
      entry(3, { ...ofInject, what: 'news was missed', tone: 'bad' }),
    ])
    expect(told.map(({ no }) => no)).toEqual([1, 3])
  })
})
