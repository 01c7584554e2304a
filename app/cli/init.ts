import { randomBytes } from 'node:crypto'
import { dirname, join, relative } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { hashToken } from '../config.js'
import { newConfigText } from '../setup/new-config.js'
import { alreadyThere, writeNewFiles } from '../setup/write-new-files.js'
import { configOption } from './config-option.js'
import { EXIT, type ExitCode } from './exit-codes.js'

interface InitOptions {
  readonly config: string
  readonly force?: boolean
  readonly account?: string
  readonly approver: readonly string[]
}

/** 192 bits: nobody guesses it, and it can still be pasted. */
const TOKEN_BYTES = 24

/** `tourniquet init`: a configuration that can be completed by somebody who sees it for the first time. */
export function initCommand(finish: (code: ExitCode) => void): Command {
  return new Command('init')
    .description('write a commented configuration with approver tokens and a webhook secret; no credentials are needed')
    .addOption(configOption())
    .option('--account <id>', 'the AWS account that is served', accountIn)
    .option('--approver <names...>', 'who may decide; each gets a token, printed once', approverIn, [])
    .option('--force', 'replace files that are there; the old ones stay beside them as *.bak')
    .addHelpText('after', initHelp)
    .action((options: InitOptions) => finish(initialise(options)))
}

const initHelp = `
Tokens are printed once and kept nowhere: only their hashes are in the file. The webhook secret goes to a file of mode
0600. Nothing is sent anywhere.

Example:
  tourniquet init --account 111122223333 --approver ana bo`

function initialise({ config: path, force, account, approver }: InitOptions): ExitCode {
  const names = approver.length === 0 ? ['me'] : [...new Set(approver)]
  const people = names.map((name) => ({ name, token: randomBytes(TOKEN_BYTES).toString('hex') }))
  const secretsPath = join(dirname(path), 'secrets', 'guardduty')
  const secret = randomBytes(TOKEN_BYTES).toString('hex')
  const approvers = people.map(({ name, token }) => ({ name, tokenSha256: hashToken(token) }))
  const secretsFile = relative(dirname(path), secretsPath)
  const files = [
    { path, text: newConfigText({ accountId: account ?? null, approvers, secretsFile }) },
    { path: secretsPath, text: secretText(secret) },
    // Whoever commits the configuration must not commit the secrets with it.
    { path: join(dirname(secretsPath), '.gitignore'), text: '*\n' },
  ]
  const there = alreadyThere(files.slice(0, 2))
  if (there.length > 0 && force !== true) {
    process.stderr.write(`init: ${there.join(' and ')} would be overwritten: give another --config, or --force.\n`)
    return EXIT.refused
  }
  writeNewFiles(files.filter((file) => !file.path.endsWith('.gitignore') || alreadyThere([file]).length === 0))
  process.stdout.write(`${initText({ path, secretsPath, people, isComplete: account !== undefined })}\n`)
  return EXIT.ok
}

function secretText(secret: string): string {
  return `# Sent by GuardDuty's EventBridge API destination as the header x-api-key. One a line; two while one is replaced.\n${secret}\n`
}

interface Initialised {
  readonly path: string
  readonly secretsPath: string
  readonly people: readonly { readonly name: string; readonly token: string }[]
  readonly isComplete: boolean
}

function initText({ path, secretsPath, people, isComplete }: Initialised): string {
  const width = Math.max(...people.map(({ name }) => name.length))
  return `Wrote ${path} (mode: observe, so nothing is written to AWS)
Wrote ${secretsPath} (the webhook secret, mode 0600)

Tokens of the approvers. They are shown this once and kept nowhere: hand each over safely.
${people.map(({ name, token }) => `  ${name.padEnd(width)}  ${token}`).join('\n')}
${isComplete ? '' : `\nFirst write your account id into ${path}.\n`}
Next:
  tourniquet config check   all that is wrong with the configuration, at once
  tourniquet doctor         what can be reached, and what may be done there
  tourniquet sources        the ways in for findings, and what to set up at each sender
  tourniquet serve          the web server and the workers

What each further credential unlocks:
  none                      findings are taken in, checked and shown; tourniquet demo plays the whole
  AWS, to read              evidence and plans (tourniquet iam-policy --for investigate)
  AWS, to write             blocks and restores in mode: guarded (tourniquet iam-policy)
  DATABASE_URL              a PostgreSQL of your own: several hosts, your backups
  REDIS_URL                 a queue of its own: more findings a second
  an approver's token       tourniquet approve, deny, restore (TOURNIQUET_TOKEN)`
}

function accountIn(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError('an account id has 12 digits')
  return text
}

function approverIn(text: string, before: readonly string[]): string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.some((name) => !/^[\w.@-]{1,64}$/.test(name))) {
    throw new InvalidArgumentError('a name has 1 to 64 letters, digits and . @ _ -')
  }
  return [...before, ...names]
}
