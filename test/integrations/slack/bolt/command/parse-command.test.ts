import fc from 'fast-check'
import { parseCommand, verbs } from '../../../../../integrations/slack/bolt/command/parse-command.js'

const id = 'inc_0123456789abcdefghij'
const arn = 'arn:aws:iam::111122223333:role/ci-deploy'

describe('/tourniquet', () => {
  it.each([
    ['', { verb: 'help' }],
    ['   ', { verb: 'help' }],
    ['help', { verb: 'help' }],
    ['--help', { verb: 'help' }],
    ['help block', { verb: 'help' }],
    ['STATUS', { verb: 'status' }],
    [' list ', { verb: 'list' }],
    ['ls', { verb: 'list' }],
    ['exercise', { verb: 'exercise', act: { kind: 'overview' } }],
    ['exercise ask', { verb: 'exercise', act: { kind: 'form', form: 'ask' } }],
    [
      'EXERCISE Ask how did they   get &lt;in&gt;?',
      { verb: 'exercise', act: { kind: 'ask', text: 'how did they get <in>?' } },
    ],
    ['exercise lead', { verb: 'exercise', act: { kind: 'form', form: 'lead' } }],
    ['exercise end', { verb: 'exercise', act: { kind: 'end', reason: 'ended in Slack' } }],
    ['exercise end it is late', { verb: 'exercise', act: { kind: 'end', reason: 'it is late' } }],
    [`show ${id}`, { verb: 'show', incidentId: id }],
    [`show \`${id}\``, { verb: 'show', incidentId: id }],
    [`show ${id.toUpperCase()}`, { verb: 'show', incidentId: id }],
    [`restore\u00a0${id}`, { verb: 'restore', incidentId: id }],
    [`unblock ${id}`, { verb: 'restore', incidentId: id }],
    ['block', { verb: 'blockForm', arn: '' }],
    [`block ${arn}`, { verb: 'blockForm', arn }],
    [`block ${arn} keys on a public page`, { verb: 'block', arn, reason: 'keys on a public page' }],
    [`block ${arn} more calls &gt; 100 &amp; rising`, { verb: 'block', arn, reason: 'more calls > 100 & rising' }],
  ])('understands %j', (text, command) => {
    expect(parseCommand(text)).toEqual(command)
  })

  it.each([
    ['stauts', 'Did you mean `/tourniquet status`?'],
    ['lst', 'Did you mean `/tourniquet list`?'],
    ['bolck', 'Did you mean `/tourniquet block`?'],
    ['helpp', 'Did you mean `/tourniquet help`?'],
    ['exercize', 'Did you mean `/tourniquet exercise`?'],
    ['exercise stop', 'Type `/tourniquet exercise`, or `ask`, `lead` or `end` after it.'],
    ['dance', '`/tourniquet help` lists'],
    ['toString', '`/tourniquet help` lists'],
    ['__proto__', '`/tourniquet help` lists'],
    ['show', 'Which incident?'],
    [`show ${id} ${id}`, 'One incident at a time.'],
    ['show 17', 'is no incident'],
    ['restore', 'Which incident?'],
    ['list everything', 'stands alone'],
    ['block nonsense', 'is not an ARN'],
    ['block arn:aws:iam::111122223333:role/* all of them now', 'wildcard'],
    [`block ${arn} now`, 'at least 10 characters'],
    [`block ${arn} \u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b`, 'at least 10 characters'],
  ])('says what is wrong with %j and what to type', (text, said) => {
    expect(parseCommand(text)).toEqual({ verb: 'wrong', problem: expect.stringContaining(said) })
  })

  it('does not suggest a verb for what is far from any', () => {
    for (const text of ['x', 'ab', 'approve', 'kubernetes', 'q'.repeat(5_000)]) {
      expect(parseCommand(text)).toEqual({ verb: 'wrong', problem: expect.not.stringContaining('Did you mean') })
    }
  })

  it('finds each verb behind one slip of a key', () => {
    for (const verb of verbs) {
      for (let index = 0; index < verb.length; index += 1) {
        const typed = `${verb.slice(0, index)}${verb.slice(index + 1)}`
        expect([typed, parseCommand(typed)]).toEqual([
          typed,
          { verb: 'wrong', problem: expect.stringContaining('Did you mean `/tourniquet') },
        ])
      }
    }
  })

  it('never throws, and quotes what was typed without its control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const command = parseCommand(text)
        if (command.verb === 'wrong') expect(command.problem).toMatch(/^[\x20-\x7e…]*$/)
      }),
      { numRuns: 500 },
    )
  })
})
