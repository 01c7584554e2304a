/** Draws docs/playbook-compromised-principal.svg from the machine: node scripts/run-ts.mjs scripts/draw-playbook.ts */
import { writeFileSync } from 'node:fs'
import { drawSvg } from '../app/drawing/draw-svg.js'
import { compromisedPrincipal } from '../playbooks/compromised-principal.js'
import { describeMachine } from '../src/engine/describe-machine.js'

const target = new URL('../docs/playbook-compromised-principal.svg', import.meta.url)
writeFileSync(target, drawSvg(describeMachine('compromised-principal', compromisedPrincipal)))
