import { Pace } from '../../../../app/exercise/paced/pace.js'
import { Board } from '../../../../app/exercise/terminal/board.js'
import { RolesPlayed } from '../../../../app/exercise/terminal/roles-played.js'
import { setPace } from '../../../../app/exercise/terminal/set-pace.js'
import { exerciseOf, initText } from '../../../support/exercises/exercises.js'

const exercise = exerciseOf(initText)

function scene(untilMs: number | null) {
  const board = new Board(exercise)
  const asked = { inject: 'release', title: 'So?', to: ['approver'], from: 'X', text: 'So?' }
  if (untilMs !== null) board.notice({ kind: 'INJECT', atMs: 0, injectKind: 'pressure', ...asked, untilMs })
  return { pace: new Pace(10), board, roles: new RolesPlayed(exercise, ['approver']), nowMs: 0 }
}

describe('fast forward', () => {
  it('goes half way at most to what people are to do, and says so', () => {
    const place = scene(240_000)
    expect(setPace({ does: 'ff' }, place)).toMatch(/half way at most to when you are due: release, 4m left/)
    expect(place.pace.hurryUntilMs).toBe(120_000)
  })

  it.each([null, 20_000])(
    'goes to whatever comes next where nothing is due, or nobody could do it any more (%s)',
    (untilMs) => {
      const place = scene(untilMs)
      expect(setPace({ does: 'ff' }, place)).toBe('')
      expect(place.pace.hurryUntilMs).toBe(Number.POSITIVE_INFINITY)
    },
  )
})

describe('the clock of an exercise', () => {
  it('stands, runs, and goes faster and slower within its limits', () => {
    const place = scene(null)
    expect(setPace({ does: 'pause' }, place)).toMatch(/stands/)
    expect(setPace({ does: 'faster' }, place)).toMatch(/20 times as fast as yours, once it does/)
    expect(setPace({ does: 'go' }, place)).toMatch(/runs/)
    expect(place.pace.isPaused).toBe(false)
    for (let step = 0; step < 10; step += 1) setPace({ does: 'slower' }, place)
    expect(place.pace.scale).toBe(1)
    setPace({ does: 'scale', scale: 1_000 }, place)
    setPace({ does: 'faster' }, place)
    expect(place.pace.scale).toBe(1_000)
  })
})
