import { describeMistakes, type Mistake } from '../../support/exercises/mistake.js'

const step = (id: string, does: string, uses: string) =>
  `    - {id: ${id}, technique: T1098, at: 1m, does: ${does}, text: It acts., with: {uses: ${uses}}}\n`
const above = '    - {id: mint, technique: T1098, at: 1m, does: mint-key, text: It makes a key.}\n'
const from = '\ninjects:\n'

const mistakes: readonly Mistake[] = [
  {
    rule: 'keys are used of a step that there is',
    from,
    to: `${above}${step('next', 'strip-policy', 'mnt')}${from}`,
    line: 'uses: mnt',
    field: 'attack.steps[2].with.uses',
    what: 'there is no step "mnt"',
    cure: 'comes by keys: mint',
  },
  {
    rule: 'keys are used of a step that is written above',
    from,
    to: `${step('next', 'strip-policy', 'mint')}${above}${from}`,
    line: 'uses: mint',
    field: 'attack.steps[1].with.uses',
    what: 'the step "mint" is not above this one',
    cure: 'Write a step above this one that comes by keys',
  },
  {
    rule: 'keys are used of a step that comes by some',
    from,
    to: `${above}${step('strip', 'strip-policy', 'mint')}${step('next', 'mint-key', '{step: strip, of: dana}')}${from}`,
    line: 'step: strip, of',
    field: 'attack.steps[3].with.uses.step',
    what: 'strip-policy comes by no keys',
    cure: 'comes by keys: mint',
  },
  {
    rule: 'a step that happened before has no keys to be used',
    from,
    to: `${above}${step('next', 'strip-policy', 'second-door')}${from}`,
    line: 'uses: second-door',
    field: 'attack.steps[2].with.uses',
    what: 'the step "second-door" does nothing',
    cure: 'comes by keys: mint',
  },
]

describeMistakes('the keys that a step of the attack uses', mistakes)
