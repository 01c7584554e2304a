import { checkExercise, problemLine } from '../../../exercises/check-exercise.js'
import { changed, initText } from '../../support/exercises/exercises.js'
import { fakeKinds } from '../../support/exercises/stage-kinds.js'

function problemOf(text: string) {
  const checked = checkExercise(text, fakeKinds)
  return checked.ok ? 'nothing' : checked.problems.map((problem) => problemLine('x.yaml', problem)).join('\n')
}

describe('what is no usable YAML', () => {
  it.each([
    ['a key that stands twice', 'seed: 1\nseed: 2', 'x.yaml:2:1: this key stands here twice'],
    ['a tab for indentation', 'world:\n\taccount: 1', 'x.yaml:2:1: a tab indents this line'],
    ['a quote that is not closed', "id: 'x", 'x.yaml:1:7: it is no YAML'],
    ['a bracket that is not closed', 'a:\n  b: [1', 'x.yaml:2:8: it is no YAML'],
    ['a text with a colon', 'title: a: b', 'x.yaml:1:8: keys and values do not stand one below the other'],
    ['a text that begins with @', 'from: @kim', 'x.yaml:1:7: a text cannot begin with this character'],
    ['several documents', 'seed: 1\n---\nseed: 2', 'x.yaml:2:1: the file holds more than one document'],
    ['a tag', 'seed: !random 5', 'x.yaml:1:7: tags (!name) are not read'],
    ['an alias', 'a: &x 1\nb: *x', 'anchors and aliases (&name, *name) are not read'],
    ['a merge key', '<<: {seed: 1}', 'x.yaml:1:1: merge keys (<<) are not read'],
    ['a key that is a number', '5: a', 'x.yaml:1:1: a key must be a text. Put it in quotes: "5".'],
    ['a key that is a list', '? [a]\n: b', 'a key is no plain text'],
    ['a key of every object', '__proto__: {a: 1}', 'x.yaml:1:1: __proto__ cannot be a key'],
    ['a list', '- seed: 1', 'x.yaml:1:1: the file must hold keys and values'],
    ['nothing', '', 'x.yaml:1:1: the file must hold keys and values'],
    ['a text', 'hello', 'x.yaml:1:1: the file must hold keys and values'],
  ])('%s is refused with its line', (_, text, problem) => {
    expect(problemOf(text)).toContain(problem)
  })

  it('every refusal has a cure', () => {
    expect(problemOf('a: &x 1\nb: *x').split('\n')).toEqual([
      expect.stringContaining('x.yaml:1:7: anchors and aliases (&name, *name) are not read. Write it out'),
      expect.stringContaining('x.yaml:2:4: anchors and aliases (&name, *name) are not read. Write it out'),
    ])
  })

  it('aliases that would grow to gigabytes are refused before they grow', () => {
    const level = (name: string, inner: string) => `${name}: &${name} [${`*${inner},`.repeat(9)}*${inner}]`
    const names = [...'abcdefghij']
    const text = ['a: &a [lol]', ...names.slice(1).map((name, index) => level(name, names[index] ?? 'a'))].join('\n')
    expect(problemOf(text)).toContain('anchors and aliases')
  })

  it.each([
    ['brackets', '['.repeat(200_000)],
    ['braces', '{a: '.repeat(100_000)],
    ['dashes', '- '.repeat(200_000)],
    ['question marks', '? '.repeat(200_000)],
  ])('%s without end are refused before they are parsed', (_, text) => {
    expect(problemOf(text)).toContain('x.yaml:1:1: it is nested more than 60 levels deep. Flatten it')
  })

  it('a file that is too long is refused', () => {
    expect(problemOf(`summary: ${'x'.repeat(600_000)}`)).toContain(
      'the file is longer than 524288 characters. Shorten it',
    )
  })

  it('a mistake far down is told with its line and column', () => {
    const text = changed(initText, ['timeScale: 1', 'timeScale: 2000'])
    const line = text.split('\n').findIndex((each) => each.startsWith('limits:')) + 1
    expect(problemOf(text)).toBe(
      `x.yaml:${line}:43: limits.timeScale: it must be 0, or 1 to 1000: 2000. Write 1 for a real clock, 10 for ten times as fast, 0 for virtual time.`,
    )
  })

  it('line ends of Windows and a byte order mark are read', () => {
    expect(problemOf(`\uFEFF${initText.replaceAll('\n', '\r\n')}`)).toBe('nothing')
  })

  it('what the file says cannot change how the message reads', () => {
    const text = changed(initText, ['kind: pressure', 'kind: "x\\n\\u202e\\e[31m"'])
    expect(problemOf(text)).toContain('"x\\n\\u202e\\u001b[31m" cannot stand here')
  })

  it('all that is wrong is told at once, in the order of the file', () => {
    const text = changed(
      initText,
      ['timeScale: 1', 'timeScale: -1'],
      ['kind: pressure', 'kind: x'],
      ['seed: 1', 'seed: x'],
    )
    const fields = checkExercise(text, fakeKinds)
    expect(fields.ok ? [] : fields.problems.map(({ field }) => field)).toEqual([
      'seed',
      'injects[1].kind',
      'limits.timeScale',
    ])
  })
})
