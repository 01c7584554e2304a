import { findPrincipal } from '../../../app/evidence/find-principal.js'
import { account, anEvent, aSessionOf, aUser, factsOf } from '../../support/fixtures/gathered-events.js'

const role = aSessionOf({ role: 'ci-deploy', session: 'build-4711', accessKeyId: 'ASIACI', path: '/team/' })
const facts = factsOf([anEvent(), anEvent({ actor: role }), anEvent({ actor: aUser('deploy') })])
const roleKey = `role:${account}:ci-deploy`

describe('the principal that is asked about', () => {
  it.each([
    ['its name, whatever the case', 'CI-Deploy'],
    ['the ARN of the role', `arn:aws:iam::${account}:role/team/ci-deploy`],
    ['the ARN without the path, which records may lack', `arn:aws:iam::${account}:role/ci-deploy`],
    ['the ARN of a session', `arn:aws:sts::${account}:assumed-role/ci-deploy/build-4711`],
    ['an access key id', 'ASIACI'],
    ['a unique id', 'AROACI-DEPLOY'],
    ['the name of a session', 'build-4711'],
  ])('is found by %s', (_title, asked) => {
    expect(findPrincipal(facts, asked)).toEqual({ ok: true, actorKey: roleKey })
  })

  it('is not guessed where two have the name: both are told', () => {
    const both = factsOf([anEvent({ actor: aUser('ci-deploy') }), anEvent({ actor: role })])
    expect(findPrincipal(both, 'ci-deploy')).toMatchObject({
      ok: false,
      reason: 'ambiguous',
      near: [expect.stringContaining(':user/ci-deploy'), expect.stringContaining(':role/team/ci-deploy')],
    })
  })

  it.each([
    ['cideploy', ['ci-deploy', 'deploy']],
    ['ann', ['ana']],
    ['deploy-ci', ['deploy']],
    ['somebody-else-entirely', []],
  ])('where nobody is called %s, near names are offered and no others', (asked, near) => {
    expect(findPrincipal(facts, asked)).toEqual({ ok: false, reason: 'unknown', near })
  })
})
