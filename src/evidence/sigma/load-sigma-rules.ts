import type { Placeholders } from './expand-placeholders.js'
import { readRule } from './read-rule.js'
import { readYaml } from './read-yaml.js'
import { RuleNotes, type SigmaRefusal, type SigmaWarning } from './rule-notes.js'
import { SigmaRule } from './sigma-rule.js'

/** A rule file, under the name that shall be shown with its matches. */
export interface SigmaText {
  readonly file: string
  readonly text: string
}

export interface SigmaRules {
  /** In the order of the files. */
  readonly rules: readonly SigmaRule[]
  /** One entry for each thing that keeps a rule out; the others of its file are loaded. */
  readonly unsupported: readonly SigmaRefusal[]
  readonly warnings: readonly SigmaWarning[]
}

/**
 * Loads rules for CloudTrail records from YAML texts, several documents a text allowed. Everything of the Sigma
 * specification 2.0 (modifiers 2.1) that one event can answer is evaluated. Refused by name, rule by rule: correlations,
 * aggregations, `near`, `timeframe`, Sigma filters, `action` collections, other log sources, placeholders without values,
 * unknown modifiers and combinations without a meaning, regular expressions with look-around or back-references, and
 * whatever is no rule. Never throws, whatever the text is.
 */
export function loadSigmaRules(
  texts: readonly SigmaText[],
  options: { readonly placeholders?: Placeholders } = {},
): SigmaRules {
  const loaded = texts.flatMap(({ file, text }) => documentsOf(file, text, options.placeholders ?? {}))
  return {
    rules: loaded.flatMap(({ rule }) => (rule === null ? [] : [rule])),
    unsupported: loaded.flatMap(({ notes }) => notes.refusals),
    warnings: [...loaded.flatMap(({ notes }) => notes.warnings), ...sameIds(loaded)],
  }
}

interface Loaded {
  readonly rule: SigmaRule | null
  readonly line: number | null
  readonly notes: RuleNotes
}

function documentsOf(file: string, text: string, placeholders: Placeholders): readonly Loaded[] {
  const documents = readYaml(text)
  if (documents.length === 0) return [refused(file, null, 'document', 'it holds no rule')]
  return documents.map((document): Loaded => {
    if (!document.ok) return refused(file, document.line, 'yaml', `it is no YAML that can be read: ${document.reason}`)
    const notes = new RuleNotes(file)
    const read = readRule(document.tree, file, placeholders, notes)
    return { rule: read === null ? null : new SigmaRule(read), line: document.tree.line, notes }
  })
}

function refused(file: string, line: number | null, construct: string, reason: string): Loaded {
  const notes = new RuleNotes(file)
  notes.refuse(line, construct, reason)
  return { rule: null, line, notes }
}

/** Copies of a rule would show each match twice. */
function sameIds(loaded: readonly Loaded[]): readonly SigmaWarning[] {
  const first = new Map<string, string>()
  return loaded.flatMap(({ rule, line }): readonly SigmaWarning[] => {
    const id = rule?.attribution.id
    if (!rule || !id) return []
    const { file, title } = rule.attribution
    const other = first.get(id)
    if (other === undefined) first.set(id, file)
    return other === undefined ? [] : [{ file, line, title, message: `A rule in ${other} has the same id, ${id}.` }]
  })
}
