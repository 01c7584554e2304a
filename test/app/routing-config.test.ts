import { routingSchema } from '../../app/routing-config.js'

describe('routing', () => {
  it('may be left out', () => {
    expect(routingSchema.parse(undefined)).toEqual([])
  })

  it('fills in what is not asked', () => {
    expect(routingSchema.parse([{ types: ['*:IAMUser/*'], playbook: 'compromised-principal' }])).toEqual([
      { types: ['*:IAMUser/*'], sources: [], rules: [], minSeverity: null, playbook: 'compromised-principal' },
    ])
  })

  it.each([
    [
      'a playbook that is not known, with those that are',
      { sources: ['splunk'], playbook: 'cross-acount' },
      /no such playbook: compromised-principal, cross-account-activity, roles-anywhere-profile are known/,
    ],
    ['a route that would take everything', { playbook: 'compromised-principal' }, /would take every finding/],
    ['people as a source', { sources: ['person'], playbook: 'compromised-principal' }, /Invalid/],
    ['a misspelt key', { source: ['splunk'], playbook: 'compromised-principal' }, /source/],
    ['a severity beyond the scale', { minSeverity: 11, playbook: 'compromised-principal' }, /10/],
    ['an empty pattern', { types: [''], playbook: 'compromised-principal' }, /1/],
  ])('refuses %s', (_, route, why) => {
    expect(routingSchema.safeParse([route]).error?.message).toMatch(why)
  })
})
