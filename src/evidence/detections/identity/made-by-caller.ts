import type { Act } from '../act.js'
import type { TrailView } from '../trail-view.js'
import { doneAbout } from './done-about.js'

/** Whether whoever acts here has made that user as well: what it gives to or takes from it is then its own work. */
export function isMadeByCaller(user: string, act: Act, trail: TrailView): boolean {
  return doneAbout(act, user, { calls: 'CreateUser', parameter: 'userName' }, trail).length > 0
}
