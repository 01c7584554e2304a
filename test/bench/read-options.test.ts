import { readBenchOptions } from '../../bench/read-options.js'

describe('the command line of the bench', () => {
  it('asks for the usual seven rounds of everything where it says nothing', () => {
    const options = { json: false, rounds: 7, evidenceOnly: false, isTenfold: false }
    expect(readBenchOptions([])).toEqual({ kind: 'run', options })
  })

  it('asks for the evidence alone by either of its options', () => {
    expect(readBenchOptions(['--evidence'])).toMatchObject({ options: { evidenceOnly: true, isTenfold: false } })
    expect(readBenchOptions(['--evidence-x10'])).toMatchObject({ options: { evidenceOnly: true, isTenfold: true } })
  })

  it.each(['--help', '-h'])('is explained by %s, every option of it', (asked) => {
    const read = readBenchOptions([asked])
    expect(read.kind).toBe('help')
    for (const option of ['--rounds', '--evidence', '--evidence-x10', '--json', '--help']) {
      expect(read).toMatchObject({ text: expect.stringContaining(option) })
    }
  })

  it.each([[['--evidnce']], [['--rounds', 'many']], [['--rounds', '0']], [['--rounds']], [['7']]])(
    'is refused with the usage where it says %j',
    (args) => {
      expect(readBenchOptions(args)).toMatchObject({ kind: 'wrong', text: expect.stringContaining('Usage: ') })
    },
  )
})
