import { commandFiles, commandsNamed } from '../../../app/cli/all-commands.js'

const ignore = () => {}

describe('the commands', () => {
  it.each(commandFiles.map(({ names }) => names))('%s is in the file that is loaded for its name', async (...names) => {
    for (const name of names) {
      const found = (await commandsNamed(name, ignore)).map((command) => command.name())
      expect(found).toEqual(names)
    }
  })

  it('are all there for whoever names none of them', async () => {
    const all = commandFiles.flatMap(({ names }) => names)
    expect(new Set(all).size).toBe(all.length)
    for (const asked of [undefined, 'help', '--help', 'evidense'])
      expect((await commandsNamed(asked, ignore)).map((command) => command.name())).toEqual(all)
  })
})
