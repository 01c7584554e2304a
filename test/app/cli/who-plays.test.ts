import { PassThrough } from 'node:stream'
import { jest } from '@jest/globals'
import { whoPlays } from '../../../app/cli/who-plays.js'
import { exerciseOf, initText } from '../../support/exercises/exercises.js'
import { TinyTerminal } from '../../support/exercises/tiny-terminal.js'

const exercise = exerciseOf(initText)
const { input, output, env } = new TinyTerminal()
const terminal = { input, output, env }
const options = { stage: 'virtual', as: [], out: 'x' } as const

/** What is said on stderr beside the answer. */
function asked(more: object, streams: Parameters<typeof whoPlays>[2] = terminal) {
  const said: string[] = []
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  try {
    return { by: whoPlays(exercise, { ...options, ...more }, streams), said: said.join('') }
  } finally {
    spy.mockRestore()
  }
}

describe('who plays', () => {
  it('is everybody whom anything is addressed to, where there is a terminal and nothing else is said', () => {
    expect(asked({}).by).toEqual({ kind: 'people', roles: ['responder', 'approver'] })
  })

  it('is whom people say, the facilitator too', () => {
    expect(asked({ play: ['facilitator'] }).by).toEqual({ kind: 'people', roles: ['facilitator'] })
    const unknown = asked({ play: ['boss'] })
    expect([unknown.by, unknown.said]).toEqual([
      2,
      expect.stringMatching(/no role boss: facilitator, responder, approver/),
    ])
  })

  it('is the script where one is named, terminal or not', () => {
    expect(asked({ player: 'bad' }).by).toMatchObject({ kind: 'script', name: 'bad' })
  })

  it('must be said where there is no terminal', () => {
    const nobody = asked({}, { env, input: new PassThrough(), output: new PassThrough() })
    expect([nobody.by, nobody.said]).toEqual([
      2,
      expect.stringMatching(/no terminal\. .*--player good.*--answers FILE/),
    ])
  })
})
