import { readFileSync } from 'node:fs'
import { changed } from './exercises.js'

const starter = new URL('../../../exercises/scenarios/starter-instance-credentials.yaml', import.meta.url)

/**
 * The starter with time enough for a machine that has much else to do. Its minutes are for people; at a high time scale they are
 * seconds of a clock, in which real work has to be done, and would measure the machine.
 */
export function patientStarter(): string {
  return changed(
    readFileSync(starter, 'utf8'),
    ['timeToDecide, target: 4m', 'timeToDecide, target: 1h'],
    ['timeToContain, target: 8m', 'timeToContain, target: 1h'],
    ['within: 6m', 'within: 1h'],
    ['within: 4m', 'within: 1h'],
    ['within: 2m', 'within: 1h'],
    ['expires: 15m', 'expires: 2h'],
    ['maxDuration: 15m', 'maxDuration: 2h'],
  )
}
