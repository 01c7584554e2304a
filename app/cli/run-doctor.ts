import pc from 'picocolors'
import type { CheckLine } from '../setup/check-line.js'
import { examine } from '../setup/examine.js'
import { terminalText } from '../terminal-text.js'
import type { DoctorOptions } from './doctor.js'
import { EXIT, type ExitCode } from './exit-codes.js'

/** Looks at everything and prints what was found: a line each, and under what is not green its cure. */
export async function runDoctor({ config, json }: DoctorOptions): Promise<ExitCode> {
  const lines = await examine(config, process.env)
  const ok = lines.every(({ status }) => status !== 'red')
  const text = json === true ? JSON.stringify({ ok, checks: lines }, null, 2) : doctorText(lines)
  process.stdout.write(`${text}\n`)
  return ok ? EXIT.ok : EXIT.failed
}

function doctorText(lines: readonly CheckLine[]): string {
  const count = (status: CheckLine['status']) => lines.filter((line) => line.status === status).length
  const end = `${count('green')} green, ${count('yellow')} yellow, ${count('red')} red. Nothing was changed.`
  return [...lines.map(lineText), end].join('\n')
}

/** The sign and the word say what the colour says. */
const signs = { green: pc.green('✔ ok  '), yellow: pc.yellow('! note'), red: pc.red('✖ BAD ') }

function lineText({ check, status, says, cure }: CheckLine): string {
  const line = `${signs[status]} ${pc.bold(check)}: ${terminalText(says, 2_000)}`
  return cure === null ? line : `${line}\n         ${pc.dim('cure:')} ${terminalText(cure, 2_000)}`
}
