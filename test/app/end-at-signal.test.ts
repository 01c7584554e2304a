import { jest } from '@jest/globals'
import { endAtSignal } from '../../app/end-at-signal.js'

/** What signals bring about in a process that does not end. */
function signalled(endsByItself?: () => boolean, signals?: readonly ('SIGHUP' | 'SIGINT' | 'SIGTERM')[]) {
  const did: string[] = []
  const exit = jest.spyOn(process, 'exit').mockImplementation(((code: number) => did.push(`exit ${code}`)) as never)
  const forget = endAtSignal(async () => void did.push('closed'), endsByItself, signals)
  const send = async (signal: 'SIGHUP' | 'SIGINT' | 'SIGTERM') => {
    process.emit(signal, signal)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const stop = () => {
    forget()
    exit.mockRestore()
  }
  return { did, send, stop }
}

describe('a signal to a run on the service', () => {
  it('takes everything down and ends the process; a second one ends it at once', async () => {
    const { did, send, stop } = signalled()
    await send('SIGTERM')
    expect(did).toEqual(['closed', 'exit 143'])
    await send('SIGINT')
    expect(did).toEqual(['closed', 'exit 143', 'exit 130'])
    stop()
  })

  it('takes nothing down where the run ends by itself; the next one does', async () => {
    const { did, send, stop } = signalled(() => true)
    await send('SIGINT')
    expect(did).toEqual([])
    await send('SIGINT')
    expect(did).toEqual(['closed', 'exit 130'])
    stop()
  })

  it('is heard where the terminal is closed only by what asked for that: nohup goes on', async () => {
    const usual = signalled()
    await usual.send('SIGHUP')
    expect(usual.did).toEqual([])
    usual.stop()
    const demo = signalled(undefined, ['SIGHUP'])
    await demo.send('SIGHUP')
    expect(demo.did).toEqual(['closed', 'exit 129'])
    demo.stop()
  })
})
