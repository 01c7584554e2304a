import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAfterAction } from '../../../exercises/report/after-action-json.js'
import { aConfigIn } from '../../support/audit/in-folder.js'
import { printed } from '../../support/in-process-cli.js'
import { engineOn, opened, useDatabase } from '../../support/store.js'

const { db, url } = await useDatabase()
const { folder, config } = await aConfigIn(url, '{}')
const incident = await opened(engineOn(db, 'exercise/aws/111122223333/127.0.0.1:1'))
const out = join(folder, 'reviews')
const review = (id: string) => printed('review', id, '--config', config, '--out', out)

describe('review', () => {
  it('is written from the record in three forms, and that it was made is on the system chain', async () => {
    const { code, stdout } = await review(incident.id)
    expect(code).toBe(0)
    const files = ['html', 'json', 'md'].map((form) => `${incident.id}-review.${form}`)
    expect(readdirSync(out).sort()).toEqual(files)
    for (const file of files) expect(stdout).toContain(join(out, file))
    const text = readFileSync(join(out, `${incident.id}-review.json`), 'utf8')
    expect(readAfterAction(text)).toMatchObject({
      kind: 'incident',
      id: incident.id,
      banner: 'EXERCISE · endpoint 127.0.0.1:1 is not AWS',
      appendix: { audit: [{ incident: incident.id, inOrder: true }] },
    })
    const exported = await printed('audit', 'export', '--config', config)
    expect(exported.stdout).toMatch(new RegExp(`"EXPORTED".*${incident.id}|${incident.id}.*"EXPORTED"`))
  })

  it('is never written over one that people may have completed', async () => {
    const path = join(out, `${incident.id}-review.md`)
    const text = readFileSync(path, 'utf8')
    const again = await review(incident.id)
    expect([again.code, again.stdout, again.stderr]).toEqual([1, '', expect.stringMatching(/is there already/)])
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('is completed by people, without the database', async () => {
    const plan = (...args: string[]) =>
      printed('review', incident.id, '--config', 'nowhere.yaml', '--out', out, ...args)
    const added = await plan('--add', 'Rotate the key of the pipeline.', '--owner', 'Kim', '--due', '2026-12-15')
    expect([added.code, added.stdout]).toEqual([0, expect.stringMatching(/Kim, 2026-12-15: Rotate the key/)])
    const text = readFileSync(join(out, `${incident.id}-review.md`), 'utf8')
    expect(text).toContain('Rotate the key of the pipeline.')
    const unknown = await plan('--item', 'A99', '--status', 'done')
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringMatching(/There is no action A99/)])
    const path = await printed('review', '../x', '--out', out, '--item', 'A1', '--status', 'done')
    expect([path.code, path.stderr]).toEqual([1, expect.stringMatching(/is no id of an incident/)])
    expect(await plan('--owner', 'Kim')).toMatchObject({ code: 2 })
  })

  it('of no incident is refused', async () => {
    const { code, stdout, stderr } = await review('inc_00000000000000000000')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/There is no incident inc_00000000000000000000\./)
  })
})
