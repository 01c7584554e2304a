import { IMPORT_RULES, type TreeRule } from '../support/architecture/import-rules.js'
import { formatBreach } from '../support/architecture/source-file.js'
import { judge, parseTree, readTree } from '../support/architecture/source-tree.js'

const files = readTree()
const { sources, breaches } = parseTree(files)

describe('the tree of this project', () => {
  it('was read: this very test is in it', () => {
    expect(sources.map(({ path }) => path)).toContain('test/architecture/import-rules.test.ts')
  })

  it('parses', () => {
    expect(breaches.map(formatBreach)).toEqual([])
  })

  it.each(Object.entries(IMPORT_RULES))('keeps the rule: %s', (_title, rule) => {
    expect(rule(sources).map(formatBreach)).toEqual([])
  })
})

/** The rule by its title: a renamed rule fails its examples instead of leaving them unused. */
function ruleOf(title: string): TreeRule {
  const rule = IMPORT_RULES[title]
  if (rule === undefined) throw new Error(`no such rule: ${title}`)
  return rule
}

type Example = [path: string, text: string, breach: string | null]

/** Each example is one file; a breach is the end of the expected line, null says that the rule has no objection. */
function checkExamples(title: string, examples: readonly Example[]): void {
  describe(`the rule: ${title}`, () => {
    it.each(examples)('%s | %s', (path, text, breach) => {
      const found = judge(ruleOf(title), { [path]: `// first line\n${text}` })
      if (breach === null) expect(found).toEqual([])
      else expect(found).toEqual([expect.stringContaining(`${path}:2: ${breach}`)])
    })
  })
}

checkExamples('a room imports only the rooms below it', [
  ['src/domain/a.ts', "import type { P } from '../engine/p.js'", 'src/domain may not import src/engine/p.ts'],
  ['src/domain/a.ts', "import type { P } from '../ports.js'", 'src/domain may not import src/ports.ts'],
  ['src/domain/a.ts', "import { b } from './deep/b.js'", null],
  ['src/containment/a.ts', "import { b } from '../domain/b.js'", null],
  ['src/containment/a.ts', "import { b } from '../evidence/b.js'", 'src/containment may not import'],
  ['src/containment/a.ts', "export { b } from '../audit/b.js'", 'src/containment may not import'],
  ['src/evidence/a.ts', "import type { P } from '../ports.js'", null],
  ['src/audit/a.ts', "import { b } from '../incidents/b.js'", 'src/audit may not import'],
  ['src/engine/a.ts', "import { b } from '../audit/b.js'", null],
  ['src/engine/a.ts', "import { b } from '../incidents/b.js'", 'src/engine may not import'],
  ['src/incidents/a.ts', "import { b } from '../engine/b.js'", null],
  ['src/ports.ts', "import type { B } from './engine/b.js'", 'src/ports may not import'],
  ['src/engine/a.ts', "const b = await import('../../integrations/postgres/b.js')", 'src/engine may not import'],
  ['src/a.ts', "import { b } from './domain/b.js'", 'src is no room of the design'],
  ['playbooks/stages/a.ts', "import { b } from '../b.js'", null],
  ['playbooks/a.ts', "import { b } from '../src/containment/b.js'", null],
  ['playbooks/a.ts', "import type { B } from '../src/ports.js'", 'playbooks may not import'],
  ['playbooks/a.ts', "import { b } from '../workers/b.js'", 'playbooks may not import'],
  ['workers/a.ts', "import { b } from '../src/engine/b.js'", null],
  ['workers/a.ts', "import { b } from '../playbooks/b.js'", 'workers may not import'],
  ['workers/a.ts', "import { b } from '../integrations/queue/b.js'", 'workers may not import'],
  ['integrations/postgres/store/a.ts', "import { b } from '../server/b.js'", null],
  ['integrations/postgres/a.ts', "import { b } from '../../src/domain/b.js'", null],
  ['integrations/postgres/a.ts', "import { b } from '../queue/b.js'", 'integrations/postgres may not import'],
  ['integrations/aws/iam/a.ts', "import { b } from '../client-options.js'", null],
  ['integrations/aws/iam/a.ts', "import { b } from '../sts/b.js'", 'integrations/aws/iam may not import'],
  ['integrations/aws/a.ts', "import { b } from './logs/b.js'", null],
  ['integrations/aws/a.ts', "import { b } from './athena/b.js'", 'integrations/aws may not import'],
  ['integrations/slack/a.ts', "import { b } from '../../workers/b.js'", 'integrations/slack may not import'],
  ['integrations/a.ts', "import { b } from '../src/domain/b.js'", 'integrations is no room of the design'],
  ['simulated-aws/iam/a.ts', "import { b } from '../b.js'", null],
  ['simulated-aws/a.ts', "import type { B } from '../src/domain/b.js'", 'simulated-aws may not import'],
  ['exercises/a.ts', "import { b } from '../app/b.js'", 'exercises may not import'],
  ['console/a.ts', "import { b } from '../integrations/postgres/b.js'", 'console may not import'],
  ['app/cli/a.ts', "import { b } from '../../simulated-aws/b.js'", null],
  ['app/a.ts', "import { b } from '../test/b.js'", 'the product may not import test/b.ts'],
  ['app/a.ts', "import { b } from '../bench/b.js'", 'the product may not import bench/b.ts'],
  ['bench/a.ts', "import { b } from '../app/b.js'", null],
  ['test/a.ts', "import { b } from '../app/b.js'", null],
  ['src/domain/a.ts', "import { b } from '../../../b.js'", '../../../b.js leads out of the project'],
])

checkExamples('a room imports only its own packages', [
  ['src/domain/a.ts', "import { z } from 'zod'", null],
  ['src/domain/a.ts', "import { z } from 'zod/mini'", null],
  ['src/domain/a.ts', "import ip from 'ipaddr.js'", null],
  ['src/audit/a.ts', "import { createHash } from 'node:crypto'", null],
  ['src/domain/a.ts', "import { readFileSync } from 'fs'", 'src/domain may not import node:fs'],
  ['src/domain/a.ts', "import type { Pool } from 'pg'", 'src/domain may not import pg'],
  ['src/incidents/a.ts', "import type { AnyStateMachine } from 'xstate'", 'src/incidents may not import xstate'],
  ['src/engine/a.ts', "import { transition } from 'xstate'", null],
  ['playbooks/a.ts', "import { setup } from 'xstate'", null],
  ['playbooks/a.ts', "import { z } from 'zod'", 'playbooks may not import zod'],
  ['workers/a.ts', "import { Worker } from 'bullmq'", null],
  ['workers/a.ts', "import { z } from 'zod'", null],
  ['workers/a.ts', "import { performance } from 'node:perf_hooks'", 'workers may not import node:perf_hooks'],
  ['workers/a.ts', "import { Redis } from 'ioredis'", 'workers may not import ioredis'],
  ['workers/a.ts', "import { readFile } from 'node:fs/promises'", 'workers may not import node:fs/promises'],
  ['simulated-aws/a.ts', "import { createServer } from 'node:http'", null],
  ['simulated-aws/a.ts', "import type { Role } from '@aws-sdk/client-iam'", 'simulated-aws may not import @aws-sdk'],
  ['simulated-aws/a.ts', "import { Sha256 } from '@smithy/core'", 'simulated-aws may not import @smithy/core'],
  ['integrations/aws/sts/a.ts', "import { STSClient } from '@aws-sdk/client-sts'", null],
  ['integrations/aws/logs/a.ts', "import { x } from '@aws-sdk/client-cloudwatch-logs'", null],
  ['integrations/aws/sts/a.ts', "import { x } from '@aws-sdk/client-cloudtrail'", 'integrations/aws/sts may not'],
  ['integrations/slack/a.ts', "import { x } from 'bullmq'", 'integrations/slack may not import bullmq'],
  ['integrations/clock/a.ts', "import { x } from 'fastify'", 'integrations/clock may not import fastify'],
  ['app/a.ts', "import fastify from 'fastify'", null],
])

checkExamples('only integrations/aws/iam imports client-iam, only integrations/slack imports Bolt', [
  ['integrations/aws/iam/a.ts', "import { IAMClient } from '@aws-sdk/client-iam'", null],
  ['integrations/aws/a.ts', "import type { IAMClient } from '@aws-sdk/client-iam'", 'only integrations/aws/iam may'],
  ['app/a.ts', "import { IAMClient } from '@aws-sdk/client-iam'", 'only integrations/aws/iam may'],
  ['bench/a.ts', "import { IAMClient } from '@aws-sdk/client-iam'", 'only integrations/aws/iam may'],
  ['test/a.ts', "import { IAMClient } from '@aws-sdk/client-iam'", null],
  ['app/a.ts', "import { App } from '@slack/bolt'", 'only integrations/slack may'],
  ['integrations/slack/a.ts', "import { App } from '@slack/bolt'", null],
])

checkExamples('only src/engine/advance.ts runs a machine, and playbooks take setup and assign alone', [
  ['src/engine/advance.ts', "import { initialTransition, transition } from 'xstate'", null],
  ['src/engine/other.ts', "import { transition as t } from 'xstate'", 'only src/engine/advance.ts may call transition'],
  ['src/engine/other.ts', "import { initialTransition } from 'xstate'", 'only src/engine/advance.ts may call'],
  ['app/a.ts', "import { createActor } from 'xstate'", 'only src/engine/advance.ts may call createActor'],
  ['src/engine/other.ts', "import type { AnyStateMachine } from 'xstate'", null],
  ['src/engine/other.ts', "import * as xstate from 'xstate'", 'import what you need from xstate by name'],
  ['playbooks/a.ts', "import { assign, setup } from 'xstate'", null],
  ['playbooks/a.ts', "import { fromPromise, setup } from 'xstate'", 'a playbook takes only setup and assign'],
  ['test/a.ts', "import { transition } from 'xstate'", null],
])

checkExamples('ports are imported as types', [
  ['src/engine/a.ts', "import { clock } from '../ports.js'", 'ports are types'],
  ['workers/a.ts', "import { type Clock } from '../src/ports.js'", 'ports are types'],
  ['src/engine/a.ts', "import type { Clock } from '../ports.js'", null],
])

checkExamples('every import() names its module literally', [
  ['app/a.ts', 'const m = await import(name)', 'import() of a computed name cannot be checked'],
  ['app/a.ts', "const m = await import('./cli/demo.js')", null],
  ['test/a.ts', 'const m = await import(name)', null],
])

describe('the rule: a thread that reads logs loads no schemas, which take as long to load as a log to be read', () => {
  const rule = ruleOf('a thread that reads logs loads no schemas, which take as long to load as a log to be read')
  const worker = 'integrations/trail-files/scan/scan-worker.ts'
  const schema = "import { z } from 'zod'"

  it('objects to a schema that is loaded with it, however far away', () => {
    const far = { [worker]: "import { a } from './a.js'", 'integrations/trail-files/scan/a.ts': schema }
    expect(judge(rule, far)).toEqual([expect.stringContaining('integrations/trail-files/scan/a.ts:1: zod is loaded')])
  })

  it('has no objection to types, to what is loaded when it is needed, and to others', () => {
    const late = "const { a } = await import('./a.js')\nimport type { z } from 'zod'\nimport type { B } from './b.js'"
    const others = { 'integrations/trail-files/scan/a.ts': schema, 'integrations/trail-files/scan/b.ts': schema }
    expect(judge(rule, { [worker]: late, ...others })).toEqual([])
  })
})
