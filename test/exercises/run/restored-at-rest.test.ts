import type { ScriptedMove } from '../../../exercises/schema/players.js'
import { changed, exerciseOf, initText, played } from '../../support/exercises/exercises.js'

const at = (seconds: number) => ({ at: { ms: seconds * 1_000 } })
const reason = 'It was the new runner.'
const givesBack: readonly ScriptedMove[] = [
  { does: 'approve', by: 'approver', question: 'contain', reason, ...at(60) },
  { does: 'requestRestore', by: 'responder', as: 'false-alarm', reason, ...at(300) },
  { does: 'approve', by: 'approver', question: 'restore', reason, ...at(360) },
]
const path = 'verifying, contained]'

async function stateAtEnd(text: string): Promise<string> {
  const { end, events } = await played(exerciseOf(text), givesBack)
  expect(end).toEqual({ kind: 'finished' })
  return events.findLast((event) => event.kind === 'STATE')?.to ?? ''
}

describe('an incident whose access was given back', () => {
  it('keeps no run open where only the watch for late writes is left: its path is over, wherever that ends', async () => {
    expect(await stateAtEnd(initText)).toBe('restored')
    const restored = 'verifying, contained, awaitingRestoreApproval, restoring, restored]'
    expect(await stateAtEnd(changed(initText, [path, restored]))).toBe('restored')
  })

  it('keeps it open where its path goes on to the end', async () => {
    const closed = 'verifying, contained, awaitingRestoreApproval, restoring, restored, closed]'
    expect(await stateAtEnd(changed(initText, [path, closed]))).toBe('closed')
  })

  it('keeps it open while something of the file waits for what is to come of it', async () => {
    const late =
      'injects:\n  - {id: late, kind: chat, title: After it, after: {state: closed}, from: Ana, to: [responder], text: Well.}\n'
    expect(await stateAtEnd(changed(initText, ['injects:\n', late]))).toBe('closed')
  })
})
