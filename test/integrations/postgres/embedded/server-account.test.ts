import { chooseServerAccount, type SystemCommand } from '../../../../integrations/postgres/embedded/server-account.js'

const isRoot = process.getuid?.() === 0
const nowhere = '/nonexistent/data'

/** A system with these accounts, which lets new ones be made or not. */
function system(accounts: Record<string, number>, mayCreate = true): { run: SystemCommand; created: string[] } {
  const created: string[] = []
  const known = { ...accounts }
  const run: SystemCommand = (command, args) => {
    const name = args.at(-1) ?? ''
    if (command === 'useradd' && mayCreate) {
      known[name] = 990
      created.push(args.join(' '))
    }
    const id = known[name]
    if (command !== 'id' || id === undefined) return null
    return args[0] === '-un' ? `${name}\n` : `${id}\n`
  }
  return { run, created }
}

const ignore = (): void => undefined

for (const describeAsUser of isRoot ? [] : [describe]) {
  describeAsUser('an ordinary user', () => {
    it('runs the server itself', () => {
      expect(chooseServerAccount(nowhere, ignore, system({ postgres: 101 }).run)).toBeNull()
    })
  })
}

for (const describeAsRoot of isRoot ? [describe] : []) {
  describeAsRoot('root', () => {
    it('runs the server as an account that is there for it', () => {
      const { run, created } = system({ postgres: 101, 'tourniquet-db': 102 })
      expect(chooseServerAccount(nowhere, ignore, run)).toEqual({ name: 'tourniquet-db', uid: 102, gid: 102 })
      expect(chooseServerAccount(nowhere, ignore, system({ postgres: 101 }).run)?.name).toBe('postgres')
      expect(created).toEqual([])
    })

    it('makes one without home or shell where there is none, and says so', () => {
      const said: string[] = []
      const { run, created } = system({})
      expect(chooseServerAccount(nowhere, (message) => void said.push(message), run)?.uid).toBe(990)
      expect(created).toEqual(['--system --user-group --no-create-home --shell /usr/sbin/nologin tourniquet-db'])
      expect(said).toEqual([expect.stringContaining('tourniquet-db')])
    })

    it('is told what to do where none can be made', () => {
      expect(() => chooseServerAccount(nowhere, ignore, system({}, false).run)).toThrow(
        /could not be created: run Tourniquet as an ordinary user/,
      )
    })
  })
}
