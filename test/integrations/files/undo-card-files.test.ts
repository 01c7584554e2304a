import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { undoCardFiles } from '../../../integrations/files/undo-card-files.js'
import { denyAllPolicy } from '../../../src/containment/document.js'
import { aContainmentId } from '../../support/fixtures/plans.js'
import { anEntity } from '../../support/fixtures/principals.js'

const folder = await mkdtemp(join(tmpdir(), 'tourniquet-cards-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('an undo card', () => {
  const { name: policyName, document } = denyAllPolicy(aContainmentId)
  const card = {
    containmentId: aContainmentId,
    realm: 'live/aws/111122223333/aws',
    entity: anEntity(),
    writes: [{ kind: 'putPolicy', purpose: 'denyAll', policyName, document } as const],
    commands: [`aws iam delete-role-policy --role-name ci-deploy --policy-name ${policyName}`],
  }

  it('holds what a person needs to take the block off by hand, and a word of warning', async () => {
    await undoCardFiles(folder).file(card)
    const filed: object = JSON.parse(await readFile(join(folder, 'undo-cards', `${aContainmentId}.json`), 'utf8'))
    expect(filed).toEqual({ ...card, note: expect.stringMatching(/a policy with this very document/) })
  })

  it('filed again is still one card', async () => {
    await undoCardFiles(folder).file(card)
    expect(await readdir(join(folder, 'undo-cards'))).toEqual([`${aContainmentId}.json`])
  })
})
