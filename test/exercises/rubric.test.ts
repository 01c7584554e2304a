import fc from 'fast-check'
import { markAnswer, mentions, mostPoints } from '../../exercises/rubric.js'
import type { RubricPoint } from '../../exercises/schema/injects.js'

const rubric: readonly RubricPoint[] = [
  { point: 'Sessions live on', keywords: ['session*', 'assumed onward'], weight: 2 },
  { point: 'The identity call answers', keywords: ['GetCallerIdentity'], not: ['denied'], weight: 1 },
]

const words = fc.array(fc.constantFrom('sessions', 'GetCallerIdentity', 'denied', 'assumed', 'onward', 'nothing'))

describe('marking an answer', () => {
  it('gives the points whose keywords are said', () => {
    expect(markAnswer('Older sessions live on', rubric)).toEqual({ made: [0], points: 2 })
  })

  it('does not mind case, accents and white space', () => {
    expect(markAnswer('they were ÀSSUMED \n onward', rubric).made).toEqual([0])
  })

  it('takes whole words only, unless the keyword ends in *', () => {
    expect(mentions('the obsession', ['session*'])).toBe(false)
    expect(mentions('two sessions', ['session'])).toBe(false)
    expect(mentions('two sessions', ['session*'])).toBe(true)
    expect(mentions('the "session".', ['session'])).toBe(true)
  })

  it('takes a point back where one of its negative keywords is said', () => {
    expect(markAnswer('GetCallerIdentity is denied', rubric).points).toBe(0)
  })

  it('gives nothing for an empty answer', () => {
    expect(markAnswer(' ', rubric)).toEqual({ made: [], points: 0 })
  })

  it('takes a keyword as text, whatever it holds', () => {
    expect(mentions('a.*b', ['.*'])).toBe(false)
    expect(mentions('use iam:* here', ['iam:*'])).toBe(true)
    expect(mentions('(((', ['((('])).toBe(true)
  })

  it('never gives more than there is, and each point at most once', () => {
    fc.assert(
      fc.property(words, (said) => {
        const { made, points } = markAnswer(said.join(' '), rubric)
        expect(new Set(made).size).toBe(made.length)
        expect(points).toBeLessThanOrEqual(mostPoints(rubric))
      }),
    )
  })

  it('does not take points back for saying more, where no keyword is negative', () => {
    const positive = rubric.map(({ not: _not, ...point }) => point)
    fc.assert(
      fc.property(words, words, (first, more) => {
        const less = markAnswer(first.join(' '), positive).points
        expect(markAnswer([...first, ...more].join(' '), positive).points).toBeGreaterThanOrEqual(less)
      }),
    )
  })
})
