import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { runRecordSchema } from '../../../exercises/run-record.js'
import { printed } from '../../support/in-process-cli.js'

const STARTER = 'starter-instance-credentials'
const folder = mkdtempSync(join(tmpdir(), 'tourniquet-exercise-'))
const inFolder = (name: string) => join(folder, name)
const out = inFolder('kept')

afterAll(() => rmSync(folder, { recursive: true }))

const resultSchema = z.object({
  exercise: z.string(),
  seed: z.number(),
  objectives: z.array(z.object({ id: z.string(), met: z.boolean() })),
  injects: z.array(z.object({ id: z.string(), met: z.boolean() })),
  path: z.object({ expected: z.array(z.string()), actual: z.array(z.string()), asExpected: z.boolean() }),
  liveAwsCalls: z.number(),
  record: z.string(),
})

/** A run as its JSON tells it. */
async function ran(named: string, ...args: string[]) {
  const { code, stdout } = await printed('exercise', 'run', named, '--time-scale', '0', '--json', '--out', out, ...args)
  return { code, result: resultSchema.parse(JSON.parse(stdout)) }
}

describe('exercise list', () => {
  it('names what comes with the program, for people and for programs', async () => {
    const { stdout } = await printed('exercise', 'list')
    expect(stdout).toMatch(new RegExp(`^${STARTER} +10 min  Credentials of a web server`, 'm'))
    const listed = JSON.parse((await printed('exercise', 'list', '--json')).stdout)
    expect(listed).toContainEqual({ id: STARTER, title: expect.any(String), minutes: 10 })
  })
})

describe('exercise run', () => {
  it('plays to the end in virtual time, and keeps the record of each run', async () => {
    const good = await ran(STARTER, '--player', 'good')
    expect(good.code).toBe(0)
    expect(good.result.objectives.every(({ met }) => met)).toBe(true)
    expect(good.result.liveAwsCalls).toBe(0)
    const kept = runRecordSchema.parse(JSON.parse(readFileSync(good.result.record, 'utf8')))
    expect(kept).toMatchObject({ exercise: STARTER, players: 'good', end: { kind: 'finished' } })
    const bad = await ran(STARTER, '--player', 'bad')
    expect(bad.result.record).toBe(good.result.record.replace(/1\.json$/, '2.json'))
    expect([bad.code, bad.result.objectives.some(({ met }) => met)]).toEqual([0, false])
  })

  it('is a film at a pace: the timeline goes to stderr, and stdout stays clean', async () => {
    const args = ['exercise', 'run', STARTER, '--time-scale', '1000', '--player', 'good', '--json', '--out', out]
    const { stdout, stderr } = await printed(...args)
    expect(resultSchema.parse(JSON.parse(stdout)).objectives.every(({ met }) => met)).toBe(true)
    expect(stderr).toMatch(/EXERCISE[\s\S]*T\+00:00 +x1000[\s\S]*DECISION +approver: approve the block/)
    expect(stderr).not.toContain('\u001b')
  })

  it('takes another seed, and answers of a file', async () => {
    const answers = inFolder('answers.yaml')
    const deny = '{by: approver, does: deny, after: {question: contain, delay: 1m}, reason: It is our own test.}'
    writeFileSync(answers, `answers:\n  - ${deny}\n`)
    const { code, result } = await ran(STARTER, '--answers', answers, '--seed', '7')
    expect([code, result.seed, result.path.actual.at(-1)]).toEqual([0, 7, 'denied'])
  })

  it.each([
    ['who plays is not said', [STARTER, '--time-scale', '0'], 2, /Say who plays/],
    ['people would have no time', [STARTER, '--play', 'approver', '--time-scale', '0'], 2, /no terminal/],
    ['people and a script play at once', [STARTER, '--play', 'approver', '--player', 'good'], 2, /cannot be used with/],
    ['there is no such exercise', ['nothing-here', '--player', 'good'], 2, /There is no exercise "nothing-here"/],
    ['the answers cannot be read', [STARTER, '--time-scale', '0', '--answers', '/nowhere'], 2, /cannot be read/],
    ['two play at once', [STARTER, '--player', 'good', '--answers', 'x'], 2, /cannot be used with/],
    ['the time scale is none', [STARTER, '--time-scale', '0.5'], 2, /0, or 1 to 1000/],
  ])('says what is wrong where %s', async (_what, args, code, sentence) => {
    const ended = await printed('exercise', 'run', ...args)
    expect([ended.code, ended.stdout]).toEqual([code, ''])
    expect(ended.stderr).toMatch(sentence)
  })
})

describe('exercise init and check', () => {
  it('writes a file without mistakes, once', async () => {
    const file = inFolder('ours.yaml')
    expect(await printed('exercise', 'init', 'ours', '--out', file)).toMatchObject({ code: 0 })
    expect(await printed('exercise', 'check', file)).toMatchObject({ code: 0, stdout: `${file} can be played.\n` })
    const again = await printed('exercise', 'init', 'ours', '--out', file)
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is there already')])
    expect((await printed('exercise', 'init', 'Not An Id')).code).toBe(2)
  })

  it('names line, field and cure of each mistake, also where the exercise was to be played', async () => {
    const file = inFolder('wrong.yaml')
    await printed('exercise', 'init', 'wrong', '--out', file)
    const text = readFileSync(file, 'utf8')
    writeFileSync(
      file,
      text.replace('by: approver, within: 10m', 'by: boss, within: 10m').replace('seed: 1 ', 'seed: -1'),
    )
    const checked = await printed('exercise', 'check', file)
    expect(checked.code).toBe(1)
    expect(checked.stdout).toMatch(/wrong\.yaml:\d+:\d+: seed: .+\. .+\n/)
    expect(JSON.parse((await printed('exercise', 'check', file, '--json')).stdout)).toMatchObject({ ok: false })
    const played = await printed('exercise', 'run', file, '--player', 'good', '--time-scale', '0')
    expect([played.code, played.stdout]).toEqual([1, ''])
    expect(played.stderr).toMatch(/cannot be played: \d+ problem/)
  })
})
