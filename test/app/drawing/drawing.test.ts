import { readFileSync } from 'node:fs'
import { drawAscii } from '../../../app/drawing/draw-ascii.js'
import { drawMermaid } from '../../../app/drawing/draw-mermaid.js'
import { drawSvg } from '../../../app/drawing/draw-svg.js'
import { toStateDiagram } from '../../../app/drawing/state-diagram.js'
import { wrapWords } from '../../../app/drawing/wrap-words.js'
import { newestPlaybooks } from '../../../app/playbooks.js'
import { compromisedPrincipal } from '../../../playbooks/compromised-principal.js'
import { describeMachine, type MachineDescription } from '../../../src/engine/describe-machine.js'

const description = describeMachine('compromised-principal', compromisedPrincipal)
const whole = describeMachine('compromised-principal', compromisedPrincipal, { subStates: true })
const diagram = toStateDiagram(description)
const names = description.states.map(({ label }) => label)

describe('the committed drawing', () => {
  it.each(newestPlaybooks)(
    'of $name is what the machine draws now; else run: node scripts/run-ts.mjs scripts/draw-playbook.ts',
    (playbook) => {
      const file = new URL(`../../../docs/playbook-${playbook.name}.svg`, import.meta.url)
      expect(readFileSync(file, 'utf8') === drawSvg(describeMachine(playbook.name, playbook.machine))).toBe(true)
    },
  )
})

describe('a diagram', () => {
  it('has one arrow between two states, with a line for each way', () => {
    const pairs = diagram.arrows.map(({ from, to }) => `${from} ${to}`)
    expect(new Set(pairs).size).toBe(pairs.length)
    expect(diagram.arrows).toContainEqual({
      from: 'awaitingApproval',
      to: 'blocking',
      labels: ['approved, is approved beforehand', 'approved, reaches quorum'],
    })
  })

  it('loses no way: each transition with a target is an arrow or is gathered', () => {
    const drawn = [...diagram.arrows, ...diagram.gathered.flatMap(({ ways }) => ways)]
    for (const { from, to } of description.transitions) {
      if (to === null || from === '*') continue
      expect(drawn).toContainEqual(expect.objectContaining({ from, to }))
    }
  })

  it('gathers the ways into what can be reached from anywhere', () => {
    expect(diagram.gathered.map(({ to }) => to)).toEqual(['needsHuman'])
    expect(diagram.gathered[0]?.everywhere).toContain('effect failed, stage failed')
    expect(diagram.arrows.filter(({ to }) => to === 'needsHuman')).toEqual([])
  })
})

describe('the Mermaid text', () => {
  const text = drawMermaid(description, { current: 'contained' })

  it('is a flowchart with every state, ends in a double border, and ways back dotted', () => {
    expect(text).toMatch(/^flowchart TD\n/)
    for (const name of names) expect(text).toContain(name)
    expect(text).toContain('closed[[closed]]')
    expect(text).toContain('tampered -.->|block applied, block is as ordered| verifying')
    expect(text).toContain('blocking -->|block applied, block is as ordered| verifying')
  })

  it('marks the state that the incident is in', () => {
    expect(text).toContain('style contained fill:')
    expect(drawMermaid(description)).not.toContain('style ')
  })

  it('has no dot in an id, which Mermaid reads as a link', () => {
    const ids = drawMermaid(whole).matchAll(/^ {2}([^\s[(]+)[[(]/gm)
    for (const [, id] of ids) expect(id).toMatch(/^\w+$/)
  })
})

describe('the SVG', () => {
  const svg = drawSvg(description)

  it('loads nothing from anywhere, though the library would load a font', () => {
    expect(svg).not.toMatch(/@import|url\(['"]?http|href=/)
  })

  it('shows every state and has a title for whoever does not see it', () => {
    for (const name of names) expect(svg).toContain(`>${name}</text>`)
    expect(svg).toContain('<title>compromised-principal version 1</title>')
  })

  it('points the head of a way back at its target, though the library points it the other way', () => {
    expect(svg).toMatch(/<marker id="arrowhead-start"[^>]* orient="auto">/)
    expect(svg).not.toContain('auto-start-reverse')
  })

  it('draws the happy path downwards', () => {
    const path = ['investigating', 'planning', 'awaiting approval', 'blocking', 'verifying', 'contained', 'restoring']
    const heights = path.map((name) => Number(new RegExp(`y="([\\d.]+)"[^>]*>${name}</text>`).exec(svg)?.[1]))
    expect(heights).toEqual(heights.toSorted((a, b) => a - b))
  })

  it('marks the present state, also where it is one of those beside the graph', () => {
    expect(drawSvg(description, { current: 'contained' })).toContain('#dbeafe')
    expect(drawSvg(description, { current: 'needsHuman' })).toContain('fill="#dbeafe" stroke="#1d4ed8"')
    expect(svg).not.toContain('#dbeafe')
  })
})

describe('the drawing for a terminal', () => {
  const text = drawAscii(description, { current: 'contained' })

  it.each([
    ['top states', text],
    ['sub-states', drawAscii(whole)],
  ])('of %s is plain ASCII and at most 120 columns wide', (_, drawing) => {
    expect(drawing).toMatch(/^[\x20-\x7e\n]*$/)
    expect(Math.max(...drawing.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
  })

  it('has a block for each state, with its orders, waits and every way on', () => {
    const block = text.split('\n\n').find((part) => part.startsWith('[ awaiting approval ]'))
    expect(block).toContain('orders    ask approval (contain)')
    expect(block).toContain('waits for approval reminder; approval expiry')
    expect(block).toMatch(/approved, reaches quorum \.+ -> blocking/)
    expect(block).toMatch(/plan outdated \.+ <- planning/)
    expect(block).toMatch(/after approval expiry \.+ -> needs human/)
  })

  it('says where the incident is, once', () => {
    expect(text.match(/\*\*\* the incident is here \*\*\*/g)).toHaveLength(1)
  })

  it('of a machine without a way from anywhere has no such block', () => {
    const small: MachineDescription = { ...description, transitions: [] }
    expect(drawAscii(small)).not.toContain('from every state')
  })
})

describe('wrapping', () => {
  it('breaks at spaces and leaves a long word whole', () => {
    expect(wrapWords('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrapWords('extraordinary one', 5)).toEqual(['extraordinary', 'one'])
    expect(wrapWords('', 5)).toEqual([''])
  })
})
