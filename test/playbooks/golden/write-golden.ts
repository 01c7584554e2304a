/**
 * Stores a snapshot of every state of `compromised-principal` as its current version leaves it, once:
 * `node scripts/run-ts.mjs test/playbooks/golden/write-golden.ts`. A snapshot that is there stands for incidents that are
 * stored somewhere, so it is never written again; a machine that cannot restore it needs a new version.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compromisedPrincipal } from '../../../playbooks/compromised-principal.js'
import { playToEnd } from '../../support/play.js'
import { goldenJourneys } from './golden-journeys.js'

const folder = fileURLToPath(new URL(`compromised-principal@${compromisedPrincipal.version}/`, import.meta.url))
mkdirSync(folder, { recursive: true })
for (const [name, events, input] of goldenJourneys) {
  const { step, timers } = playToEnd(events, input)
  const golden = { ...step.snapshot, timers: [...timers.keys()].sort() }
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify(golden, null, 2)}\n`, { flag: 'wx' })
}
