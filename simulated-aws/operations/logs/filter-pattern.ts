import { fieldOf, type Json } from '../../json.js'
import type { LogEvent } from './log-groups.js'

/** Whether a log event matches a filter pattern. */
export type FilterPattern = (event: LogEvent) => boolean

/**
 * Filter patterns of CloudWatch Logs, as far as records of CloudTrail take them: terms (`"a" "b"` all, `?"a" ?"b"` any of
 * them, `-"a"` not) and JSON patterns (`{ ($.a.b = "x*") || ($.c = "y") }`, with && and !=). undefined where it is
 * neither. Terms and values are compared by their case.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(pattern: string): FilterPattern | undefined {
  const text = pattern.trim()
  if (text === '') return () => true
  return text.startsWith('{') ? jsonPattern(text) : terms(text)
}

function terms(text: string): FilterPattern | undefined {
  const all: string[] = []
  const any: string[] = []
  const none: string[] = []
  let rest = text
  while (rest !== '') {
    const match = /^([?-]?)(?:"((?:[^"\\]|\\["\\])*)"|([\w.]+))(?:\s+|$)/.exec(rest)
    if (match === null) return undefined
    const [whole, sign, quoted, plain] = match
    const list = sign === '?' ? any : sign === '-' ? none : all
    list.push(quoted === undefined ? (plain ?? '') : unescaped(quoted))
    rest = rest.slice(whole.length)
  }
  return ({ message }) =>
    all.every((term) => message.includes(term)) &&
    (any.length === 0 || any.some((term) => message.includes(term))) &&
    !none.some((term) => message.includes(term))
}

function jsonPattern(text: string): FilterPattern | undefined {
  const inner = /^\{([\s\S]*)\}$/.exec(text)?.[1]
  if (inner === undefined) return undefined
  const tokens = tokensOf(inner)
  const reading = tokens && { tokens, at: 0 }
  const test = reading && readOr(reading)
  if (reading === undefined || test === undefined || reading.at < reading.tokens.length) return undefined
  return ({ record }) => test(record)
}

type Test = (record: Json) => boolean
type Reading = { readonly tokens: string[]; at: number }

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = []
  let rest = text.trim()
  while (rest !== '') {
    const match = /^(\$(?:\.\w+)+|"(?:[^"\\]|\\["\\])*"|\|\||&&|!=|=|[()]|[\w.*:-]+)\s*/.exec(rest)
    if (match?.[1] === undefined) return undefined
    tokens.push(match[1])
    rest = rest.slice(match[0].length)
  }
  return tokens
}

function readOr(reading: Reading): Test | undefined {
  const tests = readList(reading, '||', readAnd)
  return tests && ((record) => tests.some((test) => test(record)))
}

function readAnd(reading: Reading): Test | undefined {
  const tests = readList(reading, '&&', readOne)
  return tests && ((record) => tests.every((test) => test(record)))
}

function readList(reading: Reading, by: string, read: (reading: Reading) => Test | undefined): Test[] | undefined {
  const tests: Test[] = []
  do {
    const test = read(reading)
    if (test === undefined) return undefined
    tests.push(test)
  } while (take(reading, by))
  return tests
}

function readOne(reading: Reading): Test | undefined {
  if (take(reading, '(')) {
    const inner = readOr(reading)
    return take(reading, ')') ? inner : undefined
  }
  const [selector, operator, value] = reading.tokens.slice(reading.at, reading.at + 3)
  if (!selector?.startsWith('$') || value === undefined || (operator !== '=' && operator !== '!=')) return undefined
  reading.at += 3
  const path = selector.split('.').slice(1)
  const matches = wildcards(value.startsWith('"') ? unescaped(value.slice(1, -1)) : value)
  return (record) => {
    const found = fieldOf(record, ...path)
    return found !== undefined && found !== null && matches(String(found)) === (operator === '=')
  }
}

function take(reading: Reading, token: string): boolean {
  const isIt = reading.tokens[reading.at] === token
  if (isIt) reading.at += 1
  return isIt
}

function wildcards(text: string): (value: string) => boolean {
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, '\\$&'))
  const expression = new RegExp(`^${parts.join('[\\s\\S]*')}$`)
  return (value) => expression.test(value)
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1')
}
