import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { readAfterAction, renderAfterActionJson } from '../../../exercises/report/after-action-json.js'
import { trendSchema } from '../../../exercises/report/after-action-schema.js'
import { reviewBy } from '../../support/exercises/reviews.js'
import { printed } from '../../support/in-process-cli.js'

const STARTER = 'starter-instance-credentials'
const folder = mkdtempSync(join(tmpdir(), 'tourniquet-papers-'))
const inFolder = (...names: string[]) => join(folder, ...names)
const textOf = (path: string) => readFileSync(path, 'utf8')

afterAll(() => rmSync(folder, { recursive: true }))

const resultSchema = z.object({
  report: z.object({ html: z.string(), markdown: z.string(), json: z.string() }),
})

async function reportOf(player: string, out: string) {
  const { stdout, stderr } = await printed(
    ...['exercise', 'run', STARTER, '--time-scale', '0', '--json', '--player', player, '--out', out],
  )
  return { files: resultSchema.parse(JSON.parse(stdout)).report, stderr }
}

describe('exercise run', () => {
  it('keeps a report of each run in three forms, with the trend over those that were kept before', async () => {
    const out = inFolder('runs-of-two')
    const first = (await reportOf('bad', out)).files
    const second = (await reportOf('good', out)).files
    expect(textOf(first.markdown)).toMatch(/^> \*\*EXERCISE .+\n\n# After-action report: /)
    expect(textOf(second.html)).toMatch(/^<!doctype html>/i)
    expect(readAfterAction(textOf(first.json))).toMatchObject({ kind: 'exercise', id: STARTER, trend: null })
    const report = readAfterAction(textOf(second.json))
    expect(report).toMatchObject({ trend: { runs: [{ players: 'bad' }, { players: 'good' }] } })
    expect(report?.appendix.audit).toEqual([expect.objectContaining({ state: 'contained', inOrder: true })])
    expect(readdirSync(join(out, 'runs', STARTER)).sort()).toEqual(
      ['1', '2'].flatMap((no) => [`${no}-report.html`, `${no}-report.json`, `${no}-report.md`, `${no}.json`]),
    )
  })

  it('names the report to people, and leaves out what is none with a word', async () => {
    const out = inFolder('broken')
    const kept = join(out, 'runs', STARTER)
    mkdirSync(kept, { recursive: true })
    writeFileSync(join(kept, '4-report.json'), '{"kind":"exercise"')
    const args = ['exercise', 'run', STARTER, '--time-scale', '0', '--player', 'bad', '--out', out]
    const { code, stdout, stderr } = await printed(...args)
    expect(code).toBe(0)
    for (const form of ['html', 'md', 'json']) expect(stdout).toContain(join(kept, `5-report.${form}`))
    expect(stderr).toContain('4-report.json is no report of this exercise, and is left out.')
  })
})

describe('exercise trend', () => {
  it('goes through the kept reports by their numbers, for people and for programs', async () => {
    const kept = inFolder('trend', 'runs', 'tried')
    mkdirSync(kept, { recursive: true })
    const [good, bad] = [reviewBy('good'), reviewBy('bad')]
    for (const [no, review] of [
      [10, good],
      [9, bad],
      [2, bad],
    ] as const)
      writeFileSync(join(kept, `${no}-report.json`), renderAfterActionJson({ ...review, id: 'tried' }))
    writeFileSync(join(kept, '11-report.json'), renderAfterActionJson({ ...good, id: 'another' }))
    const told = await printed('exercise', 'trend', 'tried', '--runs', inFolder('trend'))
    expect([told.code, told.stdout]).toEqual([0, expect.stringMatching(/^tried: 3 runs\n/)])
    expect(told.stderr).toContain('11-report.json is no report of this exercise')
    const { stdout } = await printed('exercise', 'trend', 'tried', '--json', '--runs', inFolder('trend'))
    expect(trendSchema.parse(JSON.parse(stdout)).runs.map(({ players }) => players)).toEqual(['bad', 'bad', 'good'])
  })

  it.each([
    ['was never played', 'never-played', /No report of never-played is in .+ Play it first/],
    ['is a path', '../../etc', /The id of an exercise is wanted, not a file/],
  ])('says what to do where the exercise %s', async (_what, id, sentence) => {
    const { code, stdout, stderr } = await printed('exercise', 'trend', id, '--runs', folder)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(sentence)])
  })
})

describe('exercise guide', () => {
  it('is Markdown on stdout, and a page where the file is to be one', async () => {
    const { code, stdout } = await printed('exercise', 'guide', STARTER)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^> \*\*FOR THE FACILITATOR ALONE/)])
    const [page, text] = [inFolder('guide.html'), inFolder('guide.md')]
    expect(await printed('exercise', 'guide', STARTER, '--out', page)).toMatchObject({ code: 0 })
    expect(textOf(page)).toMatch(/^<!doctype html>/i)
    expect(await printed('exercise', 'guide', STARTER, '--out', text)).toMatchObject({ code: 0 })
    expect(textOf(text)).toBe(stdout)
  })

  it('is made of a file as well, and never written over one', async () => {
    const file = inFolder('ours.yaml')
    await printed('exercise', 'init', 'ours', '--out', file)
    const text = textOf(file)
    expect((await printed('exercise', 'guide', file)).stdout).toContain('An exercise of our own')
    const over = await printed('exercise', 'guide', file, '--out', file)
    expect([over.code, over.stderr, textOf(file)]).toEqual([
      2,
      expect.stringMatching(/must end in \.md or \.html/),
      text,
    ])
  })

  it('is refused where the exercise has mistakes, cannot be read, or the guide has no place', async () => {
    const file = inFolder('wrong.yaml')
    writeFileSync(file, 'id: wrong\n')
    expect(await printed('exercise', 'guide', file)).toMatchObject({ code: 1, stdout: '' })
    expect(await printed('exercise', 'guide', 'nothing-here')).toMatchObject({ code: 2, stdout: '' })
    const nowhere = await printed('exercise', 'guide', STARTER, '--out', inFolder('no-folder', 'guide.md'))
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringMatching(/was not written \(ENOENT/)])
  })
})
