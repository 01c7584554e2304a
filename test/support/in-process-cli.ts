import { jest } from '@jest/globals'
import { main } from '../../app/cli/main.js'

/** Runs a command in this process and keeps what it prints: for commands that start nothing. */
export async function printed(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const out: string[] = []
  const err: string[] = []
  const keep = (into: string[]) => (part: string | Uint8Array) => {
    into.push(String(part))
    return true
  }
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(keep(out)),
    jest.spyOn(process.stderr, 'write').mockImplementation(keep(err)),
  ]
  try {
    const code = await main(['node', 'tourniquet', ...args])
    return { code, stdout: out.join(''), stderr: err.join('') }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
