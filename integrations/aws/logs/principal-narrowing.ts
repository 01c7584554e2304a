import type { TrailQuery } from '../../../src/ports.js'
import { safeRuns } from './safe-text.js'

/** How a question is narrowed in each language; null: everything is read. */
export interface Narrowing {
  readonly insights: string | null
  readonly filterPattern: string | null
  /** Whether a record's text is one of those that were asked for. */
  readonly matches: (text: string) => boolean
}

/** Logs takes queries of 10,000 characters and patterns of 1,024: rather everything than a part of the keys. */
const maxQueryTerms = 100
const maxPatternCharacters = 1_000

/**
 * Every record that names the principal or one of the keys, anywhere: as the caller, its issuer or the target. Names are
 * compared without their case in Insights, and by their case in filter patterns, which know nothing else.
 */
export function narrowingOf({ principal, accessKeyIds }: TrailQuery): Narrowing {
  const own = principal === null ? [] : [principal.name, ...(principal.uniqueId === null ? [] : [principal.uniqueId])]
  const terms = [...own, ...accessKeyIds].filter((term) => term !== '')
  const everything = { insights: null, filterPattern: null, matches: () => true }
  if (terms.length === 0) return everything
  const lower = terms.map((term) => JSON.stringify(term).slice(1, -1).toLowerCase())
  return {
    insights: terms.length > maxQueryTerms ? null : `@message like /(?i)(${terms.map(expression).join('|')})/`,
    filterPattern: patternOf(terms),
    matches: (text) => {
      const record = text.toLowerCase()
      return lower.some((term) => record.includes(term))
    },
  }
}

/** What is no letter, digit, dash or underscore is left open, so that no character means anything in the expression. */
function expression(term: string): string {
  const { runs, isWhole } = safeRuns(term)
  const open = runs.map((run) => run.replace(/[^A-Za-z0-9_-]/g, '.')).join('.*')
  return isWhole ? open : `.*${open}.*`
}

function patternOf(terms: readonly string[]): string | null {
  const longest = terms.map((term) => [...safeRuns(term).runs].sort((a, b) => b.length - a.length)[0])
  const pattern = longest.map((run) => `?"${run}"`).join(' ')
  return longest.includes(undefined) || pattern.length > maxPatternCharacters ? null : pattern
}
