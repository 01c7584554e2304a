import { appliesTo, judgeSimulation, probeActions } from '../../../src/containment/simulation.js'
import { isUndeniable } from '../../../src/containment/undeniable-calls.js'
import { aGroup, aRole, aUser, imageOf, planFor } from './samples.js'

describe('the simulation of probe actions', () => {
  it('asks about some ten actions, each of which a policy can deny', () => {
    expect(probeActions.length).toBeGreaterThanOrEqual(10)
    expect(new Set(probeActions).size).toBe(probeActions.length)
    for (const action of probeActions) {
      const [service = '', eventName = ''] = action.split(':')
      expect(isUndeniable({ eventSource: `${service}.amazonaws.com`, eventName })).toBe(false)
    }
  })

  it('is denied where every action is denied explicitly', () => {
    const results = probeActions.map((action) => ({ action, decision: 'explicitDeny' }) as const)
    expect(judgeSimulation(results)).toEqual({ status: 'denied', notDenied: [] })
  })

  it.each(['allowed', 'implicitDeny'] as const)('one action that is %s is not denied by the block', (decision) => {
    const results = [
      { action: 'kms:Decrypt', decision: 'explicitDeny' },
      { action: 's3:GetObject', decision },
      { action: 'ec2:RunInstances', decision },
    ] as const
    expect(judgeSimulation(results)).toEqual({ status: 'allowed', notDenied: ['ec2:RunInstances', 's3:GetObject'] })
  })

  it('no answer for any action proves nothing', () => {
    expect(judgeSimulation([])).toEqual({ status: 'unavailable', notDenied: [] })
  })

  it('is asked for denials of everything only, inline or managed', () => {
    const full = imageOf(aUser(), { inlinePolicies: [{ name: 'big', document: 'x'.repeat(2_000) }] })
    expect(appliesTo(planFor(aRole()))).toBe(true)
    expect(appliesTo(planFor(aGroup()))).toBe(true)
    expect(appliesTo(planFor(aUser(), {}, { preImage: full }))).toBe(true)
    expect(appliesTo(planFor(aRole(), { role: ['revoke-sessions'] }))).toBe(false)
    expect(appliesTo(planFor(aRole(), { role: ['deny-session'] }, { sessionName: 'x' }))).toBe(false)
    expect(appliesTo(planFor(aUser(), { user: ['disable-keys'] }))).toBe(false)
  })
})
