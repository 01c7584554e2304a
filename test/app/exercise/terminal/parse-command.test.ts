import fc from 'fast-check'
import { commandList, commandNamed } from '../../../../app/exercise/terminal/command-list.js'
import { parseCommand } from '../../../../app/exercise/terminal/parse-command.js'

describe('a line that somebody types', () => {
  it.each([
    ['approve The address is not ours.', { does: 'approve', incident: null, reason: 'The address is not ours.' }],
    ['APPROVE  it', { does: 'approve', incident: null, reason: 'it' }],
    ['yes it is theft', { does: 'approve', incident: null, reason: 'it is theft' }],
    ['deny', { does: 'deny', incident: null, reason: '' }],
    ['approve @2 It is bad.', { does: 'approve', incident: 2, reason: 'It is bad.' }],
    ['wait until I know more', { does: 'answer', inject: null, choice: 'wait', text: 'until I know more' }],
    ['answer shop They sell on.', { does: 'answer', inject: null, choice: null, text: 'shop They sell on.' }],
    ['?who made it', { does: 'ask', text: 'who made it' }],
    ['note 198.51.100.7 is none of ours', { does: 'note', incident: null, text: '198.51.100.7 is none of ours' }],
    ['owner ask owner', { does: 'ownerAsk', incident: null, owner: 'owner' }],
    ['owner not-me', { does: 'ownerSays', incident: null, wasMe: false }],
    ['restore compromise Rotated.', { does: 'restore', incident: null, as: 'compromise', reason: 'Rotated.' }],
    ['scope session Others use it.', { does: 'scope', incident: null, scope: 'session', reason: 'Others use it.' }],
    [
      'name arn:aws:iam::1:role/x He did.',
      { does: 'name', incident: null, arn: 'arn:aws:iam::1:role/x', reason: 'He did.' },
    ],
    ['block arn:aws:iam::1:role/x', { does: 'block', arn: 'arn:aws:iam::1:role/x', reason: '' }],
    ['judge impact 2 no', { does: 'judge', inject: 'impact', point: 1, made: false }],
    ['as approver', { does: 'as', role: 'approver' }],
    ['as anybody', { does: 'as', role: null }],
    ['p', { does: 'pause' }],
    ['ff', { does: 'ff' }],
    ['+', { does: 'faster' }],
    ['scale x20', { does: 'scale', scale: 20 }],
    ['7', { does: 'choose', number: 7 }],
    ['   ', { does: 'nothing' }],
    ['evi', { does: 'evidence', incident: null }],
    ['plan @1', { does: 'plan', incident: 1 }],
  ])('%s is understood', (line, command) => {
    expect(parseCommand(line)).toEqual(command)
  })

  it.each([
    ['dance', 'unknown', /help/],
    ['198.51.100.7 is none of ours', 'unknown', /ask, note, answer/],
    ['restore soon', 'missing', /restore false-alarm\|compromise REASON/],
    ['scope', 'missing', /scope session\|role/],
    ['owner', 'missing', /owner ask/],
    ['judge impact 0 yes', 'missing', /judge ID POINT/],
    ['as', 'missing', /as ROLE/],
    ['scale 0', 'malformed', /1 to 1000.*pause/],
    ['scale ten', 'malformed', /1 to 1000/],
    [`note ${'x'.repeat(6_000)}`, 'tooLong', /5000/],
  ])('%s is an error that says what to type', (line, error, says) => {
    expect(parseCommand(line)).toEqual({ error, says: expect.stringMatching(says) })
  })

  it('is a command or a named error, whatever it is', () => {
    const words = fc.constantFrom(...commandList.map(({ name }) => name), '@2', '', '?', 'yes', '3')
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.tuple(words, fc.string()).map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(line, (text) => {
        const command = parseCommand(text)
        return 'error' in command ? command.says !== '' : command.does.length > 1
      }),
    )
  })

  it('may be any command of the list as the list shows it, and by its other words', () => {
    for (const { name, also } of commandList) {
      expect(parseCommand(name)).not.toMatchObject({ error: 'unknown' })
      for (const word of also) expect(commandNamed(word)?.name).toBe(name)
    }
    const words = commandList.flatMap(({ name, also }) => [name, ...also])
    expect(new Set(words).size).toBe(words.length)
  })

  it('begun means nothing where it could be two', () => {
    expect(commandNamed('re')).toBeNull()
    expect(commandNamed('res')?.name).toBe('restore')
  })
})
