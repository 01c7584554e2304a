import fc from 'fast-check'
import { type Act, type Authorised, authorise } from '../../../src/incidents/authorise.js'
import { hasVerb, roles, rolesOf, type Verb, verbs } from '../../../src/incidents/authority.js'
import { incidentFor, matrix, matrixRules, type Standing, standings } from '../../support/authority-matrix.js'
import { planDigest, restoreDigest } from '../../support/fixtures/incident-events.js'
import { aTestEngine } from '../../support/test-engine.js'

function actOf(verb: Verb): Act {
  switch (verb) {
    case 'approveContain':
    case 'denyContain':
      return { verb, planDigest }
    case 'approveRestore':
    case 'denyRestore':
      return { verb, planDigest: restoreDigest }
    default:
      return { verb }
  }
}

async function authorised(standing: Standing, verb: Verb): Promise<Authorised> {
  const engine = aTestEngine()
  const { person, asked } = standings[standing]
  const incident = await engine.store.readIncident(await incidentFor(engine, verb, asked))
  return authorise(matrixRules, person, actOf(verb), incident)
}

const rows = Object.keys(standings).filter((each): each is Standing => each in standings)
const cells = rows.flatMap((standing) => verbs.map((verb) => [standing, verb, matrix[standing][verb]] as const))

describe('authorise', () => {
  it.each(cells)('%s, %s: %s', async (standing, verb, expected) => {
    const answer = await authorised(standing, verb)

    expect(answer.allowed ? 'yes' : answer.code).toBe(expected)
    if (!answer.allowed) expect(answer.reason).toMatch(/^[^.]*\S.*\.$/)
  })

  it('has a cell for every role that there is', () => {
    const held = new Set(rows.flatMap((standing) => rolesOf(matrixRules, standings[standing].person)))

    expect([...held].sort()).toEqual([...roles].sort())
    expect(cells).toHaveLength(11 * 19)
  })

  it('grants nobody anything where the configuration says nothing', () => {
    const silent = { contain: { approvers: [], quorum: 1 }, restore: { approvers: [], quorum: 1 } }

    for (const verb of verbs) {
      for (const person of ['ana', '', 'undefined', '*']) expect(hasVerb(silent, person, verb)).toBe(false)
    }
  })

  it('knows people by their exact name alone: no other text has any verb', () => {
    const known = ['con', 'con2', 'res', 'res2', 'req', 'sub', 'oli', 'vic']
    fc.assert(
      fc.property(
        fc.string().filter((name) => !known.includes(name)),
        fc.constantFrom(...verbs),
        (name, verb) => {
          expect(hasVerb(matrixRules, name, verb)).toBe(false)
        },
      ),
      { seed: 4, numRuns: 500 },
    )
    for (const name of ['Con', 'con ', ' con', 'CON', 'con@example.com', 'сon']) {
      expect(hasVerb(matrixRules, name, 'approveContain')).toBe(false)
    }
  })

  it('lets nobody ask for a restore that nobody else could approve', async () => {
    const engine = aTestEngine()
    const incident = await engine.store.readIncident(await incidentFor(engine, 'requestRestore', false))
    const alone = { ...matrixRules, restore: { approvers: ['con', 'sub'], quorum: 1 } }
    const two = { ...matrixRules, restore: { approvers: ['con', 'res', 'sub'], quorum: 2 } }

    expect(authorise(alone, 'con', { verb: 'requestRestore' }, incident)).toMatchObject({ code: 'nobodyLeft' })
    expect(authorise(two, 'con', { verb: 'requestRestore' }, incident)).toMatchObject({ code: 'nobodyLeft' })
    expect(authorise(two, 'oli', { verb: 'requestRestore' }, incident)).toEqual({ allowed: true })
  })

  it('takes a person for the same under every name that is known: nobody approves what they asked for under another', async () => {
    const engine = aTestEngine()
    const asked = await engine.store.readIncident(await incidentFor(engine, 'approveRestore', true))
    const known = { ...matrixRules, knownAs: new Map([['res', ['req', 'res@example.com']]]) }
    const approve = actOf('approveRestore')

    expect(asked?.snapshot.context.restoreRequestedBy).toBe('req')
    expect(authorise(matrixRules, 'res', approve, asked)).toEqual({ allowed: true })
    expect(authorise(known, 'res', approve, asked)).toMatchObject({ code: 'ownRequest' })
    expect(authorise(known, 'res', actOf('denyRestore'), asked)).toEqual({ allowed: true })
  })

  it('counts nobody twice who approved under another name', async () => {
    const engine = aTestEngine()
    const asked = await engine.store.readIncident(await incidentFor(engine, 'approveContain', true))
    if (asked === null) throw new Error('There is an incident.')
    const context = { ...asked.snapshot.context, approvals: ['con2'], quorum: 2 }
    const voted = { ...asked, snapshot: { ...asked.snapshot, context } }
    const known = { ...matrixRules, knownAs: new Map([['con', ['con2']]]) }

    expect(authorise(matrixRules, 'con', actOf('approveContain'), voted)).toEqual({ allowed: true })
    expect(authorise(known, 'con', actOf('approveContain'), voted)).toMatchObject({ code: 'alreadyVoted' })
  })
})
