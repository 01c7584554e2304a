/**
 * Stores a snapshot of every state of every playbook as its current version leaves it, once:
 * `node scripts/run-ts.mjs test/playbooks/golden/write-golden.ts`. A snapshot that is there stands for incidents that are
 * stored somewhere, so a version that has its folder is never written again; a machine that cannot restore it needs a new
 * version.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { playToEnd } from '../../support/play.js'
import { playbooksUnderTest } from '../playbooks-under-test.js'

for (const { name: playbook, version, machine, journeys } of playbooksUnderTest) {
  const folder = fileURLToPath(new URL(`${playbook}@${version}/`, import.meta.url))
  if (existsSync(folder)) continue
  mkdirSync(folder, { recursive: true })
  for (const [name, events, input] of journeys) {
    const { step, timers } = playToEnd(events, input, machine)
    const golden = { ...step.snapshot, timers: [...timers.keys()].sort() }
    writeFileSync(`${folder}${name}.json`, `${JSON.stringify(golden, null, 2)}\n`, { flag: 'wx' })
  }
}
