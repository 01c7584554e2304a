import { isAlias, isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, visit, type YAMLError } from 'yaml'
import { YamlPositions } from '../../src/domain/yaml-positions.js'
import type { ExerciseProblem } from './problem.js'

/** Far more than a scenario with payloads takes. */
const MAX_CHARACTERS = 512 * 1024
const MAX_DEPTH = 60

export type ReadYaml =
  | { readonly ok: true; readonly value: object; readonly positions: YamlPositions }
  | { readonly ok: false; readonly problems: readonly ExerciseProblem[] }

/**
 * Reads a file that may come from anybody: YAML 1.2 without what can surprise. Refused are aliases and merge keys (a few lines of
 * them grow to gigabytes, and a key would stand in another place than it is checked in), tags, duplicate keys, tabs for
 * indentation, several documents, and what is too large or nested too deep to be read safely.
 */
export function readYaml(text: string): ReadYaml {
  const refused = refusedUnread(text)
  if (refused !== null) return { ok: false, problems: [refused] }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: true,
    strict: true,
    prettyErrors: false,
  })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col), field: '' }
  }
  // The first error alone: the others are mostly its consequences.
  const [error] = document.errors
  if (error !== undefined) return { ok: false, problems: [{ ...at(error.pos[0]), ...wordsOf(error) }] }
  const surprises = [
    ...document.warnings.map((warning) => ({ ...at(warning.pos[0]), ...wordsOf(warning) })),
    ...surprisesIn(document.contents).map(({ offset, ...words }) => ({ ...at(offset), ...words })),
  ]
  if (surprises.length > 0) return { ok: false, problems: surprises }
  if (!isMap(document.contents)) return { ok: false, problems: [{ ...at(0), ...NO_MAP }] }
  return { ok: true, value: Object(document.toJS({ maxAliasCount: 0 })), positions: new YamlPositions(document, lines) }
}

interface Words {
  readonly what: string
  readonly cure: string
}

const NO_MAP: Words = {
  what: 'the file must hold keys and values',
  cure: 'Begin it with `apiVersion: tourniquet.exercise/v1`; `tourniquet exercise init` writes one that runs.',
}

/** What must not even be parsed: the parser goes down one call a level, and a few thousand brackets end the process. */
function refusedUnread(text: string): ExerciseProblem | null {
  const whole = { line: 1, column: 1, field: '' }
  if (text.length > MAX_CHARACTERS) {
    return {
      ...whole,
      what: `the file is longer than ${MAX_CHARACTERS} characters`,
      cure: 'Shorten it: split it into several exercises, or let `make` make the findings.',
    }
  }
  const line = tooDeepLine(text)
  if (line === null) return null
  const cure = 'Flatten it; nothing in an exercise is as deep as that.'
  return { ...whole, line, what: `it is nested more than ${MAX_DEPTH} levels deep`, cure }
}

/** The first line that opens too many levels: brackets that are not closed, or dashes in a row. Brackets in texts count, too. */
function tooDeepLine(text: string): number | null {
  let depth = 0
  let line = 1
  let dashes = 0
  let isIndent = true
  for (const character of text) {
    if (character === '\n') {
      line += 1
      dashes = 0
      isIndent = true
      continue
    }
    if (character === '[' || character === '{') depth += 1
    if (character === ']' || character === '}') depth = Math.max(0, depth - 1)
    if (isIndent && '-?:'.includes(character)) dashes += 1
    else if (character !== ' ') isIndent = false
    if (depth > MAX_DEPTH || (isIndent && dashes > MAX_DEPTH)) return line
  }
  return null
}

interface Surprise extends Words {
  readonly offset: number
}

function surprisesIn(contents: Node | null): Surprise[] {
  const found: Surprise[] = []
  visit(contents, {
    Alias: (_, node) => void found.push({ offset: node.range?.[0] ?? 0, ...ALIAS }),
    Pair: (_, pair) => void found.push(...keySurprises(pair)),
    Node: (_, node) => {
      if (!isAlias(node) && node.anchor !== undefined) found.push({ offset: node.range?.[0] ?? 0, ...ALIAS })
    },
  })
  return found
}

const ALIAS: Words = {
  what: 'anchors and aliases (&name, *name) are not read',
  cure: 'Write it out in each place, or put a text that begins with & or * in quotes.',
}

function keySurprises({ key }: Pair): Surprise[] {
  if (!isScalar(key)) return [{ offset: 0, what: 'a key is no plain text', cure: 'Write `key: value`.' }]
  const offset = key.range?.[0] ?? 0
  if (key.value === '<<') {
    return [{ offset, what: 'merge keys (<<) are not read', cure: 'Write the keys out in each place.' }]
  }
  if (typeof key.value !== 'string') {
    return [{ offset, what: 'a key must be a text', cure: `Put it in quotes: "${String(key.value)}".` }]
  }
  if (['__proto__', 'constructor', 'prototype'].includes(key.value)) {
    return [{ offset, what: `${key.value} cannot be a key`, cure: 'Take it out.' }]
  }
  return []
}

/** The parser's errors in words that say what to do about each. */
function wordsOf({ code, message }: YAMLError): Words {
  const known = errorWords[code]
  if (known !== undefined) return known
  return { what: `it is no YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`, cure: SYNTAX_CURE }
}

const SYNTAX_CURE =
  'Look at the line and the one before: a missing space after a colon, a quote or bracket that is not closed, or uneven indentation.'

const errorWords: Readonly<Record<string, Words>> = {
  DUPLICATE_KEY: { what: 'this key stands here twice', cure: 'Take one of them out: only one would count.' },
  TAB_AS_INDENT: { what: 'a tab indents this line', cure: 'Indent with spaces.' },
  TAG_RESOLVE_FAILED: {
    what: 'tags (!name) are not read',
    cure: 'Take the tag out, or put a text that begins with ! in quotes.',
  },
  MULTIPLE_DOCS: { what: 'the file holds more than one document', cure: 'Take out `---`: one file is one exercise.' },
  BAD_SCALAR_START: {
    what: 'a text cannot begin with this character',
    cure: 'Put the text in quotes.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    what: 'keys and values do not stand one below the other',
    cure: 'Indent keys of one level alike, and put a text with a colon in quotes.',
  },
}
