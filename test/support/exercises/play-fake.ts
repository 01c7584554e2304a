import type { PlayStage } from '../../../app/exercise/play-stage.js'
import type { Exercise } from '../../../exercises/exercise-file.js'
import { FakeStage } from './fake-stage.js'

/** A fake stage that people can play on; there is nothing to look at on it. */
export function fakePlayStage(exercise: Exercise): PlayStage & FakeStage {
  return Object.assign(new FakeStage(exercise), { reports: async () => [], incidentView: async () => null })
}
