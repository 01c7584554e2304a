const { sep } = require('node:path')
const Sequencer = require('@jest/test-sequencer').default

/**
 * Below test/: what takes longest, by the beginning of its path. Suites that start many processes stand between others,
 * since beside each other they would wait for a core and measure that.
 */
const LONGEST = [
  'e2e/demo',
  'workers/successive-incidents',
  'playbooks/every-reachable-state',
  'e2e/service',
  'integrations/postgres/decision-races',
  'redteam/',
  'e2e/stopping',
  'integrations/queue/',
  'app/cli/',
  'integrations/postgres/embedded/',
  'workers/',
  'behaviours/',
  'app/server/',
  'architecture/',
]

/**
 * Jest starts what took longest in the last run first, and where it knows of no last run the largest file: there a suite
 * that mostly waits for processes may come last, and one core waits for it. CommonJS, as environment.cjs is.
 */
module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests) // sets `duration` where one is known
    return sorted.every(({ duration }) => duration === undefined)
      ? sorted.sort((a, b) => rankOf(a.path) - rankOf(b.path))
      : sorted
  }
}

function rankOf(path) {
  const posix = path.split(sep).join('/')
  const rank = LONGEST.findIndex((beginning) => posix.includes(`/test/${beginning}`))
  return rank === -1 ? LONGEST.length : rank
}
