import { sessionsOf } from '../../../../src/evidence/sessions/sessions-of.js'
import { anAssumption, anEvent, aSessionOf, at, aUser, factsOf } from '../../../support/fixtures/gathered-events.js'

const saml = {
  type: 'SAMLUser',
  principalId: 'idp:zoe',
  userName: 'zoe@example.org',
  accountId: '111122223333',
  identityProvider: 'idp',
}

/** What the console calls with: another key than that of the record, issued at the same moment. */
function inConsole(issuedAt: string, role = 'engineers', session = 'zoe@example.org') {
  const actor = aSessionOf({ role, session, accessKeyId: 'ASIACONSOLE', issuedAt })
  return anEvent({ actor, eventTime: at(10) })
}

function theirs(all: Parameters<typeof factsOf>[0]) {
  return sessionsOf(factsOf(all)).find(({ accessKeyId }) => accessKeyId === 'ASIACONSOLE')
}

function asked(by: Parameters<typeof anAssumption>[0]['by'], key: string, eventTime = at(9)) {
  return anAssumption({ by, role: 'engineers', session: 'zoe@example.org', key, eventTime })
}

describe('a session whose key no record handed out', () => {
  const issue = asked(saml, 'ASIARECORD')

  it('has the caller of the session’s other key, which is said to be inferred', () => {
    expect(theirs([issue, inConsole(at(9))])).toMatchObject({
      parentKey: 'samlUser:111122223333:zoe@example.org',
      isParentInferred: true,
      issuedEventId: issue.eventId,
      calls: 1,
    })
  })

  it('and the credential that it was asked for with is its parent', () => {
    const byUser = asked(aUser('ana'), 'ASIARECORD')
    const parent = sessionsOf(factsOf([anEvent(), byUser])).find(({ accessKeyId }) => accessKeyId === 'AKIAANA')
    expect(theirs([anEvent(), byUser, inConsole(at(9))])?.parentId).toBe(parent?.id)
  })

  it.each([
    ['it was issued at another time', [issue, inConsole(at(9.5))]],
    ['it has another name', [issue, inConsole(at(9), 'engineers', 'yan@example.org')]],
    ['it is another role’s', [issue, inConsole(at(9), 'admins')]],
    ['two callers asked at that moment', [issue, asked(aUser('ana'), 'ASIAOTHER'), inConsole(at(9))]],
  ])('has none where %s', (_title, all) => {
    expect(theirs(all)).toMatchObject({ parent: null, parentId: null })
  })

  it('begins with the sign-in where that alone is on record, by the name that the provider gave', () => {
    const actor = aSessionOf({ role: 'engineers', session: 'zoe@example.org', issuedAt: at(9) })
    const signIn = anEvent({
      actor,
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { SamlProviderArn: 'arn:aws:iam::111122223333:saml-provider/idp' },
    })
    expect(theirs([signIn, inConsole(at(9))])).toMatchObject({
      kind: 'saml',
      issuedBy: 'ConsoleLogin',
      issuedEventId: signIn.eventId,
      parent: 'zoe@example.org',
      isParentInferred: true,
    })
  })
})
