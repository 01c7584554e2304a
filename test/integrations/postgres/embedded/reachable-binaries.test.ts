import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reachableBinaries } from '../../../../integrations/postgres/embedded/reachable-binaries.js'
import { prepareServerFolder } from '../../../../integrations/postgres/embedded/server-folder.js'

const isRoot = process.getuid?.() === 0
const nobody = { name: 'nobody', uid: 65_534, gid: 65_534 }

let home: string
let dataDir: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'roots-home-')) // mode 0700, like /root
  dataDir = mkdtempSync(join(tmpdir(), 'reachable-'))
  mkdirSync(join(home, 'native/bin'), { recursive: true })
  mkdirSync(join(home, 'native/lib'))
  writeFileSync(join(home, 'native/lib/libpq.so.5.18'), 'library')
  symlinkSync('libpq.so.5.18', join(home, 'native/lib/libpq.so.5'))
  install('echo one; cat "$(dirname "$0")/../lib/libpq.so.5"')
})
afterEach(() => {
  rmSync(home, { recursive: true })
  rmSync(dataDir, { recursive: true })
})

function install(script: string): void {
  for (const name of ['initdb', 'postgres']) {
    writeFileSync(join(home, 'native/bin', name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(home, 'native/bin', name), 0o755)
  }
}

const installed = () => ({ initdb: join(home, 'native/bin/initdb'), postgres: join(home, 'native/bin/postgres') })

it('programs that we run ourselves are those that are installed', () => {
  expect(reachableBinaries(installed(), null, prepareServerFolder(dataDir))).toEqual(installed())
})

for (const describeAsRoot of isRoot ? [describe] : []) {
  describeAsRoot("programs for root's server account", () => {
    const run = (program: string): string => spawnSync(program, { ...nobody, cwd: '/', encoding: 'utf8' }).stdout

    it('are those that are installed where it can reach them', () => {
      chmodSync(home, 0o711)
      expect(reachableBinaries(installed(), nobody, prepareServerFolder(dataDir))).toEqual(installed())
    })

    it('are copied beside the data where it cannot, with their libraries', () => {
      const folder = prepareServerFolder(dataDir)
      const copied = reachableBinaries(installed(), nobody, folder)
      expect(copied.postgres.startsWith(folder.root)).toBe(true)
      expect(run(copied.postgres)).toBe('one\nlibrary')
      expect(reachableBinaries(installed(), nobody, folder)).toEqual(copied)
    })

    it('are copied anew for another version, and the old copy and broken ones go', () => {
      const folder = prepareServerFolder(dataDir)
      reachableBinaries(installed(), nobody, folder)
      mkdirSync(join(folder.root, 'native-1-1.new'))
      install('echo another')
      expect(run(reachableBinaries(installed(), nobody, folder).initdb)).toBe('another\n')
      expect(readdirSync(folder.root).filter((name) => name.startsWith('native-'))).toHaveLength(1)
    })
  })
}
