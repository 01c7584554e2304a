const { sep } = require('node:path')
const Sequencer = require('@jest/test-sequencer').default

/**
 * Below test/, or the folder of the groups: what takes longest, by the beginning of its path. Suites that start many processes stand between others,
 * since beside each other they would wait for a core and measure that.
 */
const LONGEST = [
  'e2e/service',
  'e2e/demo',
  'playbooks/every-reachable-state',
  // By itself a play of it takes six seconds; late in a run, in a worker that other suites had used, it took more than a minute.
  'app/exercise/scenarios/insider-hour',
  'workers/',
  'e2e/',
  'app/server/',
  'redteam/',
  'behaviours/',
  'histories/',
  'integrations/queue/',
  'app/cli/',
  'integrations/postgres/',
  'app/exercise/',
  'integrations/trail-files/',
  'src/evidence/',
  'playbooks/',
  'app/',
  'simulated-aws/policy/',
  'architecture/',
]

/**
 * Jest starts what took longest in the last run first. Of suites that it knows no last run of, the largest file comes
 * first: a suite that mostly waits for processes may come last, and one core waits for it. One new suite, or a last run of
 * a few, is enough for that, so unless every suite is known they go by rank. CommonJS, as environment.cjs is.
 */
module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests) // sets `duration` where one is known
    return sorted.some(({ duration }) => duration === undefined)
      ? sorted.sort((a, b) => rankOf(a.path) - rankOf(b.path))
      : sorted
  }
}

function rankOf(path) {
  const posix = path.split(sep).join('/')
  const rank = LONGEST.findIndex((beginning) =>
    ['test', '.test-groups'].some((folder) => posix.includes(`/${folder}/${beginning}`)),
  )
  return rank === -1 ? LONGEST.length : rank
}
