/**
 * Jest gives every suite packages of its own, and reading some two thousand small files anew was most of what a suite
 * cost. So each package that is large and imported often becomes one file, and environment.cjs compiles that file once a
 * worker. Each suite still runs it anew, in its own context: nothing of a package is shared between suites.
 *
 * Sharing the loaded packages themselves would be faster still, and was rejected: their `instanceof Error` and `Date`
 * would then be those of another context.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, version } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'node_modules/.cache/tourniquet-jest')

/** Packages in one list share what they have in common: the AWS clients are mostly the same files. */
const BUNDLES = {
  aws: [
    '@aws-sdk/client-cloudtrail',
    '@aws-sdk/client-cloudwatch-logs',
    '@aws-sdk/client-detective',
    '@aws-sdk/client-guardduty',
    '@aws-sdk/client-iam',
    '@aws-sdk/client-s3',
    '@aws-sdk/client-securityhub',
    '@aws-sdk/client-sns',
    '@aws-sdk/client-sqs',
    '@aws-sdk/client-sts',
    '@aws-sdk/credential-provider-node',
    '@smithy/core',
    '@smithy/node-http-handler',
    '@smithy/signature-v4',
  ],
  bullmq: ['bullmq'],
  clack: ['@clack/prompts'],
  commander: ['commander'],
  'fast-check': ['fast-check'],
  fastify: ['fastify'],
  ioredis: ['ioredis'],
  kysely: ['kysely'],
  mermaid: ['beautiful-mermaid'],
  pg: ['pg'],
  pino: ['pino'],
  slack: ['@slack/bolt', '@slack/web-api'],
  xstate: ['xstate'],
  yaml: ['yaml'],
  zod: ['zod', 'zod/mini'],
}
const bundled = Object.values(BUNDLES).flat()

/**
 * Makes the bundles, unless they are there for these very packages, and answers with Jest's moduleNameMapper for them.
 * Takes about a second, once after each `npm ci`.
 */
export async function bundlePackages() {
  const made = join(folder, keyOf())
  if (!existsSync(made)) await makeAll(made)
  return Object.fromEntries(bundled.map((name) => [`^${name.replaceAll('.', '\\.')}$`, join(made, entryOf(name))]))
}

/** What the bundles are made of: the installed packages, esbuild and this file. */
function keyOf() {
  const hash = createHash('sha256').update(version)
  for (const file of [join(root, 'package-lock.json'), fileURLToPath(import.meta.url)]) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

/** Elsewhere first, then moved as a whole: two runs may start at once, and one may be killed. */
async function makeAll(made) {
  const building = `${made}-${process.pid}`
  mkdirSync(building, { recursive: true })
  await Promise.all(Object.entries(BUNDLES).map(([bundle, names]) => makeBundle(building, bundle, names)))
  try {
    renameSync(building, made)
  } catch (error) {
    rmSync(building, { recursive: true, force: true })
    if (!existsSync(made)) throw error
  }
}

async function makeBundle(to, bundle, names) {
  await build({
    stdin: { contents: names.map(lazily).join('\n'), resolveDir: root },
    absWorkingDir: root,
    outfile: join(to, `${bundle}.js`),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    // What is left of import() is of modules of Node: require() has them, too, and needs no loader in the context.
    supported: { 'dynamic-import': false },
    external: ['pg-native', ...bundled.filter((name) => !names.includes(name))],
    plugins: [importedOnly],
  })
  for (const name of names) writeFileSync(join(to, entryOf(name)), entrySource(bundle, name))
}

/** Some packages have nothing for require(), which the bundles are made with. */
const importedOnly = {
  name: 'imported-only',
  setup: (plugin) => {
    plugin.onResolve({ filter: /^beautiful-mermaid$/ }, ({ path, resolveDir, pluginData }) =>
      pluginData === importedOnly
        ? undefined
        : plugin.resolve(path, { kind: 'import-statement', resolveDir, pluginData: importedOnly }),
    )
  },
}

/** esbuild runs a file when it is asked for it first: of the AWS clients only those that the suite imports. */
const lazily = (name) => `exports[${JSON.stringify(name)}] = () => require(${JSON.stringify(name)})`

const entryOf = (name) => `${name.replace(/[@/]/g, '_')}.cjs`

/** See environment.cjs. The name is all that tells Jest what this exports: it looks at the object itself. */
const entrySource = (bundle, name) =>
  `module.exports = globalThis[Symbol.for('tourniquet.bundles')](__dirname + '/${bundle}.js', require)[${JSON.stringify(name)}]()\n`
