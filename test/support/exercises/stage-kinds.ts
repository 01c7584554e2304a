import type { StageKinds } from '../../../exercises/stage-kinds.js'

const TECHNIQUES = ['mint-key', 'strip-policy']

/** What the fake stage can do: one playbook, two techniques, findings of GuardDuty, Detective and Elastic. */
export const fakeKinds: StageKinds = {
  playbooks: [
    {
      name: 'compromised-principal',
      states: [
        'investigating',
        'planning',
        'awaitingApproval',
        'blocking',
        'verifying',
        'contained',
        'awaitingRestoreApproval',
        'restoring',
        'restored',
        'denied',
        'needsHuman',
        'closed',
      ],
    },
  ],
  techniques: TECHNIQUES.map((name) => ({
    name,
    summary: `${name}.`,
    gainsCredentials: name === 'mint-key',
    check: (parameters) =>
      Object.keys(parameters)
        .filter((key) => key !== 'everyMs' && key !== 'uses')
        .map((key) => ({ path: [key], what: `${name} takes no ${key}`, cure: 'Take it out.' })),
  })),
  checkAccount: (account) => {
    const isFields = typeof account === 'object' && account !== null && !Array.isArray(account)
    const roles = isFields && Array.isArray(account.roles) ? account.roles : []
    return roles.flatMap((role, index) => {
      const isRole = typeof role === 'object' && role !== null && !Array.isArray(role)
      const path = isRole ? role.path : undefined
      if (path === undefined || (typeof path === 'string' && path.startsWith('/'))) return []
      return [{ path: ['roles', index, 'path'], what: 'must begin with a slash', cure: 'Write `path: /service/`.' }]
    })
  },
  whyNotAssumed: (_accounts, { session }) => (session === 'refused' ? 'they cannot.' : null),
  checkPayload: (_source, payload) => {
    const isFields = typeof payload === 'object' && payload !== null && !Array.isArray(payload)
    if (isFields && typeof payload.detail === 'object') return []
    return [{ path: ['detail'], what: 'it is no finding of GuardDuty', cure: 'Give the whole EventBridge event.' }]
  },
  canMake: (source, about) =>
    source === 'elastic' || (about === 'principal' && ['guardduty', 'detective'].includes(source)),
}
