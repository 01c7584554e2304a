import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('../../scripts/check-licences.mjs', import.meta.url))

function check(input: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, '-'], { input, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

function checkOne(name: string, licenseDeclared?: string): { status: number | null; output: string } {
  return check(JSON.stringify({ packages: [{ name, versionInfo: '1.2.3', licenseDeclared }] }))
}

describe('the licence check', () => {
  it.each([
    ['MIT'],
    ['Apache-2.0'],
    ['(MIT OR GPL-3.0-only)'],
    ['GPL-3.0-only OR MIT'],
    ['MIT AND (BSD-3-Clause OR GPL-2.0-only)'],
    ['Apache-2.0 WITH LLVM-exception'],
  ])('accepts %s', (licence) => {
    const { status, output } = checkOne('some-package', licence)
    expect(output).toContain('all permissive')
    expect(status).toBe(0)
  })

  it.each([
    ['AGPL-3.0-only'],
    ['MIT AND GPL-3.0-only'],
    ['GPL-3.0-only AND MIT'],
    ['(MIT OR ISC) AND GPL-2.0-only'],
    ['GPL-2.0-only WITH Classpath-exception-2.0'],
    ['NOASSERTION'],
    ['SEE LICENSE IN LICENSE.md'],
    ['MIT OR'],
    ['(MIT'],
    ['MIT ISC'],
    [''],
    [undefined],
  ])('refuses %s and names the package', (licence) => {
    const { status, output } = checkOne('some-package', licence)
    expect(output).toContain(`refused: some-package@1.2.3 (${licence ?? 'NOASSERTION'})`)
    expect(status).toBe(1)
  })

  it('excepts elkjs from the EPL, and no other package', () => {
    expect(checkOne('elkjs', 'EPL-2.0').status).toBe(0)
    expect(checkOne('some-package', 'EPL-2.0').status).toBe(1)
    expect(checkOne('elkjs', 'AGPL-3.0-only').status).toBe(1)
  })

  it('fails on a bill of materials that is empty or unreadable, since then nothing was checked', () => {
    expect(check('{"packages":[]}')).toEqual({ status: 1, output: expect.stringContaining('names no package') })
    expect(check('{}')).toEqual({ status: 1, output: expect.stringContaining('names no package') })
    expect(check('npm: command not found')).toEqual({ status: 1, output: expect.stringContaining('no SPDX JSON') })
  })
})
