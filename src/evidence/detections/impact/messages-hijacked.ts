import { textAt, textsUnder } from '../request-values.js'
import { type ActRule, whatOf } from '../rule.js'

/**
 * Text messages and mail sent in somebody else's name and at their cost: first the limit of spending goes up, and new senders are
 * made. ATT&CK T1496.003, SMS pumping. https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html
 */
export const messagesHijacked: ActRule = {
  kind: 'acts',
  id: 'messaging-prepared',
  title: 'Text messages or mail prepared: spending limit raised, senders made',
  technique: 'T1496.003',
  tactic: 'impact',
  calls: {
    sns: 'SetSMSAttributes CreateSMSSandboxPhoneNumber',
    ses: 'CreateEmailIdentity VerifyEmailIdentity VerifyDomainIdentity VerifyDomainDkim',
    'sms-voice':
      'SetTextMessageSpendLimitOverride SetVoiceMessageSpendLimitOverride RequestPhoneNumber RequestSenderId',
  },
  judge: (act) => {
    if (act.name === 'SetSMSAttributes' && textsUnder(act.request, 'MonthlySpendLimit').length === 0) return null
    const isLimit = act.name === 'SetSMSAttributes' || act.name.endsWith('SpendLimitOverride')
    const sender = textAt(act.request, 'emailIdentity') ?? textAt(act.request, 'emailAddress')
    const named = sender ?? textAt(act.request, 'domain')
    return {
      severity: isLimit ? 'medium' : 'low',
      what: named === undefined ? whatOf(act) : `${act.name} ${named}`,
      why: isLimit ? ['the limit of spending was set'] : [],
      subjects: isLimit || named === undefined ? [] : [named],
    }
  },
  many: [{ atLeast: 4, severity: 'medium' }],
}
