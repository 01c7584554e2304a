/** Draws docs/playbook-<name>.svg from every machine: node scripts/run-ts.mjs scripts/draw-playbook.ts */
import { writeFileSync } from 'node:fs'
import { drawSvg } from '../app/drawing/draw-svg.js'
import { newestPlaybooks } from '../app/playbooks.js'
import { describeMachine } from '../src/engine/describe-machine.js'

for (const { name, machine } of newestPlaybooks) {
  writeFileSync(new URL(`../docs/playbook-${name}.svg`, import.meta.url), drawSvg(describeMachine(name, machine)))
}
