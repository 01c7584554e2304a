import { getInitialSnapshot } from 'xstate'
import { rolesAnywhereProfile } from '../../playbooks/roles-anywhere-profile.js'
import { liveTiming } from '../../playbooks/stages/timing.js'

const principal = {
  type: 'rolesAnywhereProfile',
  partition: 'aws',
  accountId: '111122223333',
  name: 'build agents',
} as const
const input = {
  principal,
  timing: liveTiming,
  holdDown: null,
  requestedBy: null,
  trusted: true,
  callBack: false,
  distrust: null,
}

describe('the looks at a profile', () => {
  it('are four seconds apart, and the soak ends when every other does, with a full one', () => {
    const { soakLooks } = getInitialSnapshot(rolesAnywhereProfile, input).context.timing
    const gaps = soakLooks.slice(0, -1).map(({ atMs }, index) => atMs - (soakLooks[index - 1]?.atMs ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4_000)
    expect(soakLooks.at(-1)).toEqual(liveTiming.soakLooks.at(-1))
    expect(soakLooks.length).toBeGreaterThan(5)
  })
})
