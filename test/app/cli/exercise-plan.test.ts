import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepReview } from '../../../app/exercise/keep-review.js'
import { readAfterAction } from '../../../exercises/report/after-action-json.js'
import { renderAfterActionMarkdown } from '../../../exercises/report/render-after-action-markdown.js'
import { reviewBy } from '../../support/exercises/reviews.js'
import { printed } from '../../support/in-process-cli.js'

const runs = mkdtempSync(join(tmpdir(), 'tourniquet-plans-'))
const first = { ...reviewBy('bad'), run: 2 }
const second = { ...reviewBy('good', [first]), run: 5 }
const { id } = first
const folder = join(runs, 'runs', id)
mkdirSync(folder, { recursive: true })
for (const review of [first, second]) keepReview(join(folder, `${review.run}-report`), review)

afterAll(() => rmSync(runs, { recursive: true }))

const exercise = (command: string, ...args: string[]) => printed('exercise', command, id, '--runs', runs, ...args)
const planOf = (run: number) => readAfterAction(readFileSync(join(folder, `${run}-report.json`), 'utf8'))?.improvements

describe('exercise report', () => {
  it('is that of the newest run as Markdown, and of a named one in the form that is asked for', async () => {
    expect(await exercise('report')).toMatchObject({ code: 0, stdout: renderAfterActionMarkdown(second) })
    const json = await exercise('report', '--run', '2', '--format', 'json')
    expect(readAfterAction(json.stdout)).toMatchObject({ run: 2, players: 'bad' })
  })

  it('goes into a new file in the form that its name says, and never over one', async () => {
    const file = join(runs, 'board.html')
    expect(await exercise('report', '--out', file)).toMatchObject({ code: 0 })
    const text = readFileSync(file, 'utf8')
    expect(text).toMatch(/^<!doctype html>/)
    const again = await exercise('report', '--run', '2', '--out', file)
    expect([again.code, again.stderr]).toEqual([2, expect.stringMatching(/it is there already/)])
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('lists the runs with what is still to do', async () => {
    const { stdout } = await exercise('report', '--list')
    const [one, other, ...rest] = stdout.trimEnd().split('\n')
    expect([one, other, rest]).toEqual([
      expect.stringMatching(/^ +2 .+ 0 of 4 objectives {2}\d+ actions open, \d+ without an owner/),
      expect.stringMatching(/^ +5 .+ 4 of 4 objectives {2}1 action open/),
      [],
    ])
  })

  it.each([
    ['a run that there is not', ['--run', '3'], /No report of a run 3 is in .+ There are: 2, 5\./],
    ['a file of another kind', ['--out', 'x.yaml'], /x\.yaml must end in \.md, \.html or \.json/],
    ['a file and a form that disagree', ['--out', 'x.md', '--format', 'html'], /x\.md must end in \.html/],
  ])('refuses %s', async (_what, args, sentence) => {
    const { code, stdout, stderr } = await exercise('report', ...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(sentence)])
  })

  it('says what to do where there is none', async () => {
    const { code, stderr } = await printed('exercise', 'report', 'never-played', '--runs', runs)
    expect([code, stderr]).toEqual([2, expect.stringMatching(/Play it first: tourniquet exercise run never-played/)])
  })
})

describe('exercise plan', () => {
  it('shows the plan, and what earlier runs left, with the run to name', async () => {
    const { stdout } = await exercise('plan')
    expect(stdout).toMatch(/^A1 +open, no owner, no date: /)
    expect(stdout).toContain('Still open from earlier runs:')
    expect(stdout).toContain('--run 2 A1')
  })

  it('names owner and date of several actions at once, in the run that is named alone', async () => {
    const args = ['--run', '2', '--item', 'a1,A2', '--owner', '@team-ci', '--due', '2026-12-15']
    const { code, stdout } = await exercise('plan', ...args)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/A1 +open, @team-ci, 2026-12-15: /)])
    expect(
      planOf(2)
        ?.slice(0, 3)
        .map(({ owner }) => owner),
    ).toEqual(['@team-ci', '@team-ci', ''])
    expect(planOf(5)?.every(({ owner }) => owner === '')).toBe(true)
    expect(readdirSync(folder)).toHaveLength(6)
  })

  it('says that something is done, takes names out, and adds what people thought of', async () => {
    expect(
      await exercise('plan', '--run', '2', '--item', 'A1', '--owner', '', '--due', '', '--status', 'done'),
    ).toMatchObject({
      code: 0,
    })
    expect(planOf(2)?.[0]).toMatchObject({ owner: '', dueAt: null, status: 'done' })
    await exercise('plan', '--add', 'Print the call tree.', '--owner', 'Kim')
    expect(planOf(5)?.at(-1)).toMatchObject({ id: 'A2', action: 'Print the call tree.', owner: 'Kim', gap: '' })
  })

  it.each([
    [
      'no such action',
      ['--item', 'A99', '--owner', 'Kim'],
      /There is no action A99\. The report has A1.+Nothing was changed/,
    ],
    ['one of several that there is not', ['--item', 'A1,A99', '--owner', 'Zoe'], /There is no action A99/],
    ['a date that is none', ['--item', 'A1', '--due', '2026-02-30'], /The date 2026-02-30 is none/],
    ['an owner of several lines', ['--item', 'A1', '--owner', 'Kim\nLee'], /one line of at most 120/],
    ['nothing to note', ['--item', 'A1'], /Say what is to be noted/],
    ['no action that it is about', ['--owner', 'Kim'], /Say of which action/],
  ])('refuses %s, and changes nothing', async (_what, args, sentence) => {
    const before = planOf(5)
    const { code, stdout, stderr } = await exercise('plan', ...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(sentence)])
    expect(planOf(5)).toEqual(before)
  })
})

describe('exercise run --mode', () => {
  it('refuses to rehearse what was written as a discussion', async () => {
    const args = ['walk-through-a-leaked-key', '--mode', 'rehearse', '--time-scale', '0', '--player', 'good']
    const { code, stderr } = await printed('exercise', 'run', ...args, '--out', runs)
    expect([code, stderr]).toEqual([2, expect.stringMatching(/is written as a discussion/)])
  })
})

describe('exercise validate', () => {
  it('is another name of exercise check', async () => {
    const checked = await printed('exercise', 'check', 'starter-instance-credentials', '--json')
    expect(await printed('exercise', 'validate', 'starter-instance-credentials', '--json')).toEqual(checked)
    expect(checked.code).toBe(0)
  })
})
