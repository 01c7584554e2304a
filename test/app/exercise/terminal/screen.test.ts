import { Screen } from '../../../../app/exercise/terminal/screen.js'
import { TinyTerminal } from '../../../support/exercises/tiny-terminal.js'

const open: Screen[] = []

afterEach(() => {
  for (const screen of open.splice(0)) screen.close()
})

function screenOn(terminal: TinyTerminal, complete: (line: string) => string[] = () => []) {
  const heard: string[] = []
  const screen = new Screen(terminal, {
    line: (line) => void heard.push(line),
    interrupt: () => void heard.push('^C'),
    ended: () => void heard.push('^D'),
    complete,
  })
  screen.open('you> ')
  open.push(screen)
  return { screen, heard }
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 10))

describe('a screen', () => {
  it('puts what comes in above what is being typed, and garbles neither', async () => {
    const terminal = new TinyTerminal(40)
    const { screen } = screenOn(terminal)
    screen.setStatus('status 1')
    terminal.type('approve the ad')
    await turn()
    screen.print(['first'])
    screen.setStatus('status 2')
    terminal.type('dress')
    await turn()
    screen.print(['second', 'third'])
    expect(terminal.lines).toEqual(['first', 'second', 'third', 'status 2', 'you> approve the address'])
  })

  it('does so also where what is typed takes several rows, with the cursor in any of them', async () => {
    const terminal = new TinyTerminal(20)
    const { screen, heard } = screenOn(terminal)
    screen.setStatus('status')
    terminal.type('a'.repeat(40))
    await turn()
    screen.print(['first'])
    expect(terminal.lines).toEqual(['first', 'status', `you> ${'a'.repeat(15)}`, 'a'.repeat(20), 'aaaaa'])
    terminal.type('\u001b[H')
    await turn()
    screen.print(['second'])
    terminal.type('b')
    await turn()
    expect(terminal.lines.slice(0, 4)).toEqual(['first', 'second', 'status', `you> b${'a'.repeat(14)}`])
    terminal.type('\r')
    await turn()
    expect(heard).toEqual([`b${'a'.repeat(40)}`])
    expect(terminal.lines).toEqual(['first', 'second', 'status', 'you>'])
  })

  it('leaves no trace of status and prompt when a line was typed, nor when it is closed', async () => {
    const terminal = new TinyTerminal(40)
    const { screen, heard } = screenOn(terminal)
    screen.setStatus('status')
    terminal.type('help\rplan\r')
    await turn()
    expect(heard).toEqual(['help', 'plan'])
    expect(terminal.lines).toEqual(['status', 'you>'])
    screen.print(['done'])
    expect(terminal.input.isRaw).toBe(true)
    screen.close()
    expect(terminal.lines).toEqual(['done', ''])
    expect(terminal.input.isRaw).toBe(false)
    expect(heard).toEqual(['help', 'plan'])
  })

  it('hears Ctrl-C and the end of the input', async () => {
    const terminal = new TinyTerminal(40)
    const { heard } = screenOn(terminal)
    terminal.type('\u0003')
    await turn()
    terminal.input.end()
    await turn()
    expect(heard).toEqual(['^C', '^D'])
  })

  it('completes by Tab', async () => {
    const terminal = new TinyTerminal(40)
    const { heard } = screenOn(terminal, () => ['plan'])
    terminal.type('pl')
    await turn()
    terminal.type('\t')
    await turn()
    terminal.type('\r')
    await turn()
    expect(heard).toEqual(['plan'])
  })

  it('is plain lines on a dumb terminal: nothing moves, nothing is coloured', async () => {
    const terminal = new TinyTerminal(40, { TERM: 'dumb' })
    const { screen, heard } = screenOn(terminal)
    screen.setStatus('status')
    screen.print(['first'])
    terminal.type('plan\n')
    await turn()
    screen.close()
    expect(heard).toEqual(['plan'])
    expect(terminal.output.raw).not.toContain('\u001b')
    expect(terminal.output.raw).toContain('first\n')
  })
})
