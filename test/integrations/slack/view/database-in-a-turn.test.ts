import { viewLab } from '../../../support/slack/view-lab.js'

class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'
}

describe('a database that goes away in the middle of a turn', () => {
  it('gives the incident back at once where it answers again: nobody waits for the end of a lease', async () => {
    const lab = viewLab()
    let isAway = true
    lab.loading = async () => {
      if (isAway) throw new StoreUnavailableError('gone')
    }
    lab.store.move('inc_1')
    const view = lab.start()
    await lab.clock.pass(500)
    isAway = false
    await lab.clock.pass(5_000)
    expect(lab.slack.messages.map(({ text }) => text)).toContain('inc_1 headline investigating 1')
    expect(lab.lines.map(({ level }) => level)).toEqual(['warn', 'info'])
    await view.stop()
  })

  it('frees the incident by the end of the lease where it does not take that either', async () => {
    const lab = viewLab()
    let isAway = true
    const gone = async () => {
      if (isAway) throw new StoreUnavailableError('gone')
    }
    lab.loading = gone
    const handBack: typeof lab.store.handBack = async (...given) => {
      await gone()
      await lab.store.handBack(...given)
    }
    lab.store.move('inc_1')
    const view = lab.start({ store: { ...lab.store, handBack } })
    await lab.clock.pass(500)
    isAway = false
    await lab.clock.pass(20_000)
    expect(lab.slack.messages).toEqual([])
    await lab.clock.pass(15_000)
    expect(lab.slack.messages.map(({ text }) => text)).toContain('inc_1 headline investigating 1')
    await view.stop()
  })
})
