import fc from 'fast-check'
import { cutMrkdwn, cutPlain } from '../../../../integrations/slack/messages/fit/cut-text.js'
import {
  bold,
  code,
  codeBlock,
  escapeMrkdwn,
  link,
  mention,
  moment,
  mrkdwn,
  sentence,
} from '../../../../integrations/slack/messages/text/mrkdwn.js'
import { plainWords } from '../../../../integrations/slack/messages/text/plain-words.js'
import { shortKeys } from '../../../../integrations/slack/messages/text/short-keys.js'
import { anyHostile, hostile } from '../../../support/slack/hostile-texts.js'

describe('external text in mrkdwn', () => {
  it.each([
    ['a mention', '<@U0ANA0001>', '&lt;@U0ANA0001&gt;'],
    ['everybody', '<!channel>', '&lt;!channel&gt;'],
    ['a link', '<https://evil.example|log in>', '&lt;https://evil.example|log in&gt;'],
    ['an entity that would become a mention', '&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
    ['bold', '*now*', '∗now∗'],
    ['struck out', '~no~', '∼no∼'],
    ['code', '`rm`', "'rm'"],
    ['italics', '_so_ __so__', '＿so＿ ＿＿so＿＿'],
    ['an emoji', 'all :white_check_mark: fine', 'all ∶white_check_mark: fine'],
    ['line breaks', 'a\n> b\r\nc', 'a &gt; b c'],
    ['right to left', 'a\u202ecod', 'a\\u202ecod'],
    ['half of a surrogate pair', 'a\ud800b', 'a\ufffdb'],
    ['an access key', 'AKIAEXAMPLE000000001 left', 'AKIA…0001 left'],
  ])('%s has no effect', (_, text, shown) => {
    expect(escapeMrkdwn(text)).toBe(shown)
  })

  it('a name with underscores and a time stay as they are', () => {
    const text = 'my_role_name at 10:04:06Z (a_b, c)'
    expect(escapeMrkdwn(text)).toBe(text)
    expect(`${sentence(text)}`).toBe(text)
  })

  it('an IPv6 address in a sentence is to be copied', () => {
    expect(`${sentence('from 2001:db8::1, then 2001:db8:0:0:1:2:3:4.')}`).toBe(
      'from `2001:db8::1`, then `2001:db8:0:0:1:2:3:4`.',
    )
  })

  it('an ARN in a sentence is to be copied, and its full stop is not part of it', () => {
    const arn = 'arn:aws:iam::111122223333:role/ci-deploy'
    expect(sentence(`It is ${arn}. See *${arn}*`).toString()).toBe(`It is \`${arn}\`. See ∗\`${arn}*\``)
  })

  it('whatever it is, the template lets nothing of it work', () => {
    fc.assert(
      fc.property(anyHostile, (text) => {
        for (const shown of [mrkdwn`${text}`, sentence(text), code(text), bold(text)]) {
          const inert = shown.toString().replace(/^\*|\*$/g, '')
          expect(inert.replace(/`[^`\n]*`/g, '')).not.toMatch(/[`*~<>]|&(?!(?:amp|lt|gt);)/)
          expect(inert).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u)
          expect(inert).not.toMatch(/A[KS]IA[A-Z0-9]{8}/)
        }
      }),
      { seed: 1, numRuns: 150 },
    )
  })

  it('a code block keeps its lines, and nothing in it ends it', () => {
    fc.assert(
      fc.property(anyHostile, (text) => {
        const [, inside = '`'] = /^```\n([\s\S]*)\n```$/.exec(`${codeBlock(text)}`) ?? []
        expect(inside).not.toMatch(/[`<>]|&(?!(?:amp|lt|gt);)|(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u)
      }),
      { seed: 4, numRuns: 100 },
    )
  })

  it('a code span holds all of it: no backtick inside, and it never is empty', () => {
    fc.assert(
      fc.property(anyHostile, (text) => {
        expect(code(text).toString()).toMatch(/^(`[^`\n]+`|–)$/)
      }),
      { seed: 2, numRuns: 150 },
    )
  })
})

describe('tokens of ours', () => {
  it('only an id of a member is a mention', () => {
    expect(`${mention('U0ANA0001')}`).toBe('<@U0ANA0001>')
    expect(`${mention('U0ANA>|<!here')}`).toBe('U0ANA&gt;|&lt;!here')
  })

  it('a link holds an http address and words that cannot end it', () => {
    expect(`${link('https://a.example/?a=1&b=2', 'the | log')}`).toBe('<https://a.example/?a=1&amp;b=2|the / log>')
    expect(`${link('javascript:alert(1)', 'x')}`).toBe('x')
    expect(`${link('https://a.example/>|<!here>', 'x')}`).toBe('x')
  })

  it('a moment has its UTC beside it, and what is no time stays text', () => {
    expect(`${moment('2026-03-01T10:32:00Z', '{ago}')}`).toBe('<!date^1772361120^{ago}|2026-03-01 10:32 UTC>')
    expect(`${moment('<!here>', '{ago}')}`).toBe('&lt;!here&gt;')
  })
})

describe('external text in plain text', () => {
  it.each([
    ['<!channel>', '‹!channel›'],
    ['&lt;!channel&gt;', '＆lt;!channel＆gt;'],
    ['a & b', 'a & b'],
    ['a\u202eb\u0000', 'a\\u202eb\\u0000'],
    ['ASIAEXAMPLE0000000001', 'ASIA…0001'],
  ])('%j reads the same whether Slack decodes entities or not', (text, shown) => {
    expect(plainWords(text)).toBe(shown)
  })
})

describe('access keys', () => {
  it('are cut to their last four wherever they stand, roles and users keep their ids', () => {
    expect(shortKeys('xAKIAEXAMPLE000000001/ASIAEXAMPLE0000000001 AROAEXAMPLECIDEPLOY01')).toBe(
      'xAKIA…0001/ASIA…0001 AROAEXAMPLECIDEPLOY01',
    )
  })
})

describe('cutting', () => {
  it('says how much is left out, and is exact about it', () => {
    const cut = cutPlain('x'.repeat(500), 200)
    const [, left = '0'] = /… \((\d+) characters left out\)$/.exec(cut) ?? []
    expect(cut.length).toBeLessThanOrEqual(200)
    expect(cut.match(/^x+/)?.[0].length).toBe(500 - Number(left))
  })

  it.each([
    ['an entity', `${'x'.repeat(60)}&lt;${'y'.repeat(60)}`],
    ['a token', `${'x'.repeat(40)}<!date^1772361120^{ago}|2026-03-01 10:32 UTC>${'y'.repeat(60)}`],
    ['a family of one character', `${'x'.repeat(60)}👩‍👩‍👧‍👦👩‍👩‍👧‍👦${'y'.repeat(60)}`],
  ])('never happens inside of %s', (_, text) => {
    for (let most = 10; most < text.length; most += 1) {
      const cut = cutMrkdwn(text, most)
      expect(cut.length).toBeLessThanOrEqual(most)
      expect(cut.replace(/&lt;|<[^<>]*>/g, '').replace(/👩‍👩‍👧‍👦/gu, '')).toMatch(
        /^x*y*(…( \(\d+ characters left out\))?)$/,
      )
    }
  })

  it.each([
    ['a code span', `see \`${'x'.repeat(300)}\` there`, /^see `x+`… \(/],
    ['a code block', `\`\`\`\n${'x'.repeat(300)}\n\`\`\``, /^```\nx+\n```… \(/],
    ['bold text', `*${'x'.repeat(300)}* and`, /^\*x+\*… \(/],
  ])('ends %s that it cut', (_, text, shown) => {
    expect(cutMrkdwn(text, 200)).toMatch(shown)
  })

  it('whatever is cut is as short as was asked, well formed, and opens nothing that it does not end', () => {
    const pieces = fc.oneof(anyHostile, fc.constantFrom(...hostile))
    const text = fc
      .array(pieces, { minLength: 1, maxLength: 6 })
      .map((all) => all.map((one) => mrkdwn`*a* ${code(one)} ${one} `).join(''))
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 400 }), (whole, most) => {
        const cut = cutMrkdwn(whole, most)
        expect(cut.length).toBeLessThanOrEqual(most)
        expect(cut.isWellFormed()).toBe(true)
        expect(cut.split('`').length % 2).toBe(1)
        expect(cut.replace(/`[^`]*`/g, '').split('*').length % 2).toBe(1)
        expect(cut).not.toMatch(/&(?!(?:amp|lt|gt);)/)
      }),
      { seed: 3, numRuns: 150 },
    )
  })
})
