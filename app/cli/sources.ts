import { existsSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Config } from '../config.js'
import { type GuideName, guideNames, guides } from '../setup/guides/all-guides.js'
import { EXAMPLE_URL, listSources } from '../setup/source-list.js'
import { EXIT, type ExitCode } from './exit-codes.js'
import { readConfig } from './read-config.js'

const USUAL_CONFIG = 'tourniquet.yaml'

interface SourcesOptions {
  readonly config?: string
  readonly url?: string
  readonly json?: boolean
}

/** `tourniquet sources [name]`: every way in for findings, and what to paste where to set one up. Connects to nothing. */
export function sourcesCommand(finish: (code: ExitCode) => void): Command {
  return new Command('sources')
    .description('list the ways in for findings, or say what to set up at the sender of one')
    .argument('[name]', `any of ${guideNames.join(', ')}`, guideIn)
    .addOption(
      new Option(
        '-c, --config <file>',
        `say what this configuration serves (default: ${USUAL_CONFIG} if it is here)`,
      ).env('TOURNIQUET_CONFIG'),
    )
    .option('--url <address>', "where senders reach you (default: the configuration's server.publicUrl)", addressIn)
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action((name: GuideName | undefined, options: SourcesOptions) => finish(printSources(name, options)))
}

const help = `
No secret is printed: the commands of a guide read it from the file where it is kept.

Examples:
  tourniquet sources
  tourniquet sources elastic --url https://tourniquet.example.com`

function printSources(name: GuideName | undefined, options: SourcesOptions): ExitCode {
  const config = configured(options.config)
  const baseUrl = options.url ?? config?.server.publicUrl ?? EXAMPLE_URL
  const text = name === undefined ? listText(config, baseUrl, options) : guideText(name, baseUrl, options)
  process.stdout.write(`${text}\n`)
  return EXIT.ok
}

function configured(given: string | undefined): Config | null {
  const path = given ?? (existsSync(USUAL_CONFIG) ? USUAL_CONFIG : null)
  return path === null ? null : readConfig({ config: path }).config
}

function guideText(name: GuideName, baseUrl: string, { json }: SourcesOptions): string {
  const guide = guides[name]({ baseUrl })
  return json === true ? JSON.stringify({ name, guide }, null, 2) : guide
}

function listText(config: Config | null, baseUrl: string, { json }: SourcesOptions): string {
  const listed = listSources(config?.sources ?? null, baseUrl)
  if (json === true) return JSON.stringify(listed, null, 2)
  const rows = [
    ['SOURCE', 'IN FORCE', 'PROVEN BY', 'ADDRESS FOR THE SENDER'],
    ...listed.map(({ name, inForce, provenBy, url }) => [name, inForce, provenBy, url]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const note = config === null ? `\nThere is no configuration here (${USUAL_CONFIG}), so none is served yet.` : ''
  return `${lines.join('\n')}\n${note}\nWhat to set up at the sender: tourniquet sources NAME`
}

function guideIn(text: string): GuideName {
  const known = guideNames.find((name) => name === text)
  if (known === undefined) throw new InvalidArgumentError(`It is any of ${guideNames.join(', ')}`)
  return known
}

/** It goes into commands that people paste. */
function addressIn(text: string): string {
  if (!/^https?:\/\/[\w.:[\]-]+\/?$/.test(text)) {
    throw new InvalidArgumentError('an address like https://tourniquet.example.com')
  }
  return text.replace(/\/$/, '')
}
