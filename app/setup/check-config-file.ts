import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { errorCode } from '../../integrations/postgres/embedded/caught-error.js'
import { YamlPositions } from '../../src/domain/yaml-positions.js'
import { type Config, ConfigError, withEnvironment, withSecrets } from '../config.js'
import { secretSources } from '../secret-kinds.js'
import { secretsVariable } from '../secrets-environment.js'
import type { ConfigNote } from './config-note.js'
import { findConfigProblems } from './config-problems.js'
import { findConfigWarnings, type WrittenConfig } from './config-warnings.js'
import { yamlWords } from './yaml-words.js'

export interface CheckedConfig {
  /** null where there is any problem. Secrets that stand in files are in it. */
  readonly config: Config | null
  readonly notes: readonly ConfigNote[]
}

/** Everything that is wrong with a configuration, and what deserves a second look. Writes nothing, connects to nothing. */
export function checkConfigFile(path: string, env: NodeJS.ProcessEnv): CheckedConfig {
  const read = readDocument(path)
  if (!read.ok) return { config: null, notes: [read.note] }
  const { file, positions } = read
  const given = inEnvironment(file, env)
  if (!given.ok)
    return { config: null, notes: [problem('environment', null, '', given.what, 'Correct the path, or unset it.')] }
  const place = placeIn(path, positions, env)
  const { config, problems } = findConfigProblems(given.value)
  if (config === null)
    return {
      config,
      notes: problems.map((each) => ({ severity: 'problem', ...place(each.path), what: each.what, cure: each.cure })),
    }
  const secrets = withSecrets(path, config)
  if (!secrets.ok) {
    const cure = 'Correct it; `tourniquet init` writes such a file.'
    return {
      config: null,
      notes: [
        { severity: 'problem', ...place(['sources', secrets.source, 'secretsFile']), what: secrets.problem, cure },
      ],
    }
  }
  const warnings = findConfigWarnings(config, whatIsWritten(file, env))
  return {
    config: secrets.config,
    notes: warnings.map((each) => ({ severity: 'warning', ...place(each.path), what: each.what, cure: each.cure })),
  }
}

type Read =
  | { readonly ok: true; readonly file: object; readonly positions: YamlPositions }
  | { readonly ok: false; readonly note: ConfigNote }

function readDocument(path: string): Read {
  const fails = (line: number | null, what: string, cure: string): Read => ({
    ok: false,
    note: problem(path, line, '', what, cure),
  })
  try {
    const lines = new LineCounter()
    const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines })
    const [error] = document.errors
    if (error !== undefined)
      return fails(error.linePos?.[0].line ?? null, yamlWords(error), 'Correct the indentation and quoting there.')
    return {
      ok: true,
      file: z.looseObject({}).parse(document.toJS() ?? {}),
      positions: new YamlPositions(document, lines),
    }
  } catch (error) {
    return errorCode(error) === 'ENOENT'
      ? fails(
          null,
          'there is no such file',
          '`tourniquet init` writes one; --config or TOURNIQUET_CONFIG names another.',
        )
      : fails(null, yamlWords(error), 'Correct it, or name another file with --config or TOURNIQUET_CONFIG.')
  }
}

function inEnvironment(
  file: object,
  env: NodeJS.ProcessEnv,
): { ok: true; value: object } | { ok: false; what: string } {
  try {
    return { ok: true, value: withEnvironment(file, env) }
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, what: error.message }
    throw error
  }
}

type Place = Pick<ConfigNote, 'file' | 'line' | 'path'>

const variables: Readonly<Record<string, string>> = {
  ...Object.fromEntries(secretSources.map((source) => [`sources.${source}`, secretsVariable(source)])),
  'server.host': 'TOURNIQUET_SERVER_HOST',
  'database.url': 'DATABASE_URL',
  'database.migrateUrl': 'DATABASE_MIGRATE_URL',
  'queue.url': 'REDIS_URL',
}

/** A value that the environment gave stands on no line of the file. */
function placeIn(file: string, positions: YamlPositions, env: NodeJS.ProcessEnv) {
  return (steps: readonly (string | number)[]): Place => {
    const path = steps.join('.')
    const name = variables[path]
    const from = name === undefined ? undefined : [`${name}_FILE`, name].find((each) => env[each] !== undefined)
    return from === undefined ? { file, line: positions.lineOf(steps), path } : { file: from, line: null, path }
  }
}

const writtenSchema = z.object({
  database: z.object({ url: z.string() }).optional().catch(undefined),
  queue: z.object({ url: z.string() }).optional().catch(undefined),
  sources: z.looseObject({}).optional().catch(undefined),
})
const inlineSchema = z.object({ secrets: z.array(z.string()).min(1) })

function whatIsWritten(file: object, env: NodeJS.ProcessEnv): WrittenConfig {
  const { database, queue, sources } = writtenSchema.parse(file)
  const wins = (name: string) => env[name] !== undefined || env[`${name}_FILE`] !== undefined
  return {
    inlineSecrets: secretSources.filter((source) => inlineSchema.safeParse(sources?.[source]).success),
    inlineDatabasePassword: !wins('DATABASE_URL') && hasPassword(database?.url),
    inlineQueuePassword: !wins('REDIS_URL') && hasPassword(queue?.url),
  }
}

function hasPassword(url: string | undefined): boolean {
  return url !== undefined && /^[a-z][a-z0-9+.-]*:\/\/[^/@]*:[^/@]+@/i.test(url)
}

function problem(file: string, line: number | null, path: string, what: string, cure: string): ConfigNote {
  return { severity: 'problem', file, line, path, what, cure }
}
