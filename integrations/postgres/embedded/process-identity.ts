import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * One run of one process: its pid and when it started, so that a reused pid is never taken for the process that had
 * it before. `startedAt` is opaque, letters and digits only, and comparable only on the host that made it.
 */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string }

/**
 * The process that has this pid now; null if there is none, or only a zombie (a killed process whose parent has not
 * reaped it: it runs nothing, yet `kill(pid, 0)` still finds it).
 */
export function identityOf(pid: number, platform: string = process.platform): ProcessIdentity | null {
  const startedAt = platform === 'linux' ? startOnLinux(pid) : startByPs(pid)
  return startedAt === null ? null : { pid, startedAt }
}

/** Whether exactly this run of the process is still there. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.startedAt === identity.startedAt
}

/** The arguments a live process was started with, joined by spaces; null if it is gone or cannot be read. */
export function commandLineOf(pid: number, platform: string = process.platform): string | null {
  if (platform !== 'linux') return askPs(pid, 'command=')
  const text = readProc(`/proc/${pid}/cmdline`)
  return text === null || text === '' ? null : text.split('\0').join(' ').trim()
}

/** Boot id + start in clock ticks since boot: field 22 of /proc/PID/stat, see proc(5). */
function startOnLinux(pid: number): string | null {
  const stat = readProc(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The command in field 2 may hold spaces and parentheses, so count fields from its last ')'.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startTicks] = [fields[0], fields[19]]
  if (startTicks === undefined || state === 'Z' || state === 'X') return null
  return `${bootId()}t${startTicks}`
}

function bootId(): string {
  return (readProc('/proc/sys/kernel/random/boot_id') ?? '').slice(0, 8)
}

function startByPs(pid: number): string | null {
  const text = askPs(pid, 'stat=', 'lstart=')
  if (text === null || text.startsWith('Z')) return null
  const startedMs = Date.parse(text.slice(text.indexOf(' ') + 1))
  return Number.isNaN(startedMs) ? null : `s${startedMs / 1000}`
}

function askPs(pid: number, ...columns: string[]): string | null {
  try {
    const env = { ...process.env, LC_ALL: 'C' }
    // An option a column: BSD's ps would take `stat=,lstart=` for one column headed ",lstart=".
    const format = columns.flatMap((column) => ['-o', column])
    return execFileSync('ps', ['-ww', ...format, '-p', String(pid)], {
      encoding: 'utf8',
      env,
      stdio: 'pipe',
    }).trim()
  } catch {
    return null // ps exits 1 when there is no such process
  }
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null // the process ended, before or while it was read
  }
}
