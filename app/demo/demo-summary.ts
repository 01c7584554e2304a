import pc from 'picocolors'
import { nearPath } from '../near-path.js'
import { terminalText } from '../terminal-text.js'
import { verdictLines } from '../verdict-lines.js'
import type { DemoResult } from './demo-result.js'

/** What a person reads at the end: what was done, what is proven, and where to look. */
export function demoSummary(result: DemoResult, elapsedMs: number): string {
  const { verdict, restore, audit, report } = result
  const lines = [
    '',
    pc.bold(`${result.principal.type} ${terminalText(result.principal.name)}: ${result.state}`),
    ...(result.reason === undefined ? [] : [`  why          ${terminalText(result.reason, 600)}`]),
    ...verdictRows(verdict),
    `  restore      ${restore === null ? 'nothing was given back' : `own writes undone ${yes(restore.ownWritesUndone)}, ${result.principal.type} identical to before ${yes(restore.identical)}, drift ${restore.drift.length}`}`,
    `  record       ${audit.records} audit records, chain ${audit.verified ? pc.green('intact') : pc.red('BROKEN')}${audit.localOnly ? pc.dim(' (local only: no anchor outside this host)') : ''}`,
    `  report       ${report.html === '' ? 'none was written' : nearPath(report.html)}`,
    `  took         ${(elapsedMs / 1000).toFixed(1)} s`,
    '',
  ]
  return lines.join('\n')
}

/** The first line with its yes in colour; what went against the block below it. */
function verdictRows(verdict: DemoResult['verdict']): string[] {
  const [first = '', ...others] = verdictLines(verdict)
  const said = first.replace(/^contained \w+/, `contained ${yes(verdict.contained)}`)
  return [`  verdict      ${said}`, ...others.map((line) => `               ${line}`)]
}

function yes(value: boolean): string {
  return value ? pc.green('yes') : pc.red('no')
}
