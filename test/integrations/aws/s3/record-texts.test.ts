import fc from 'fast-check'
import { recordTexts } from '../../../../integrations/aws/s3/record-texts.js'

const textsIn = (content: string) => [...recordTexts(Buffer.from(content))]
const parsed = (content: string) => textsIn(content).map((text) => JSON.parse(text))
const records = fc.array(fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), fc.jsonValue({ maxDepth: 4 })), {
  maxLength: 6,
})

describe('the texts of the records in a log file', () => {
  it('are those that a parser of the whole finds, whatever is in them and however it is laid out', () => {
    fc.assert(
      fc.property(records, fc.constantFrom(undefined, 1, '\t'), fc.boolean(), (list, space, hasMark) => {
        const content = `${hasMark ? '\ufeff' : ''}${JSON.stringify({ Records: list }, null, space)}\n`
        expect(parsed(content)).toEqual(JSON.parse(content.replace('\ufeff', '')).Records)
      }),
    )
  })

  it('come whole where quotes, brackets and backslashes stand in their texts', () => {
    const hostile = { a: '}]{"\\', 'b"]}': '\\"', c: ['\\\\', '"Records":['], d: { e: '\u2028' } }
    expect(parsed(JSON.stringify({ Records: [hostile, {}, hostile] }))).toEqual([hostile, {}, hostile])
  })

  it.each([
    ['a list', '[{"eventName":"x"}]'],
    ['one record', '{"eventName":"x"}'],
    ['a digest file', '{"digestS3Object":"x","logFiles":[]}'],
    ['nothing', ''],
  ])('of another layout are one: %s', (_name, content) => {
    expect(textsIn(content)).toEqual([content])
  })

  it('of what is no record are one, from there on', () => {
    expect(parsed('{"Records":[{"a":1}, null, {"b":2}]}')).toEqual([{ a: 1 }, { Records: [null, { b: 2 }] }])
  })

  it('that were cut off are the whole ones and what is left', () => {
    expect(textsIn('{"Records":[{"a":1},{"b":"2')).toEqual(['{"a":1}', '{"b":"2'])
    expect(textsIn('{"Records":[{"a":1}')).toEqual(['{"a":1}'])
    expect(textsIn('{"Records":[')).toEqual([])
  })
})
