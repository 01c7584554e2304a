import { controls } from '../../../integrations/slack/controls.js'
import { signingSecret } from './served-slack.js'
import {
  aCommand,
  anEvent,
  aPress,
  aSubmission,
  type SlackRequest,
  signedBody,
  signedRequest,
} from './signed-request.js'

export const secret = { signingSecret }
const nowSeconds = () => Math.floor(Date.now() / 1_000)
export const good = () => signedRequest(aPress(controls.actions.askOwner, 'inc_0123456789abcdefghij'), secret)
export const without = (header: string): SlackRequest => {
  const { headers, body } = good()
  return { headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== header)), body }
}
const having = (headers: Record<string, string>): SlackRequest => {
  const request = good()
  return { headers: { ...request.headers, ...headers }, body: request.body }
}
export const at = (offsetSeconds: number) =>
  signedRequest(aPress(controls.actions.askOwner, 'inc_0123456789abcdefghij'), {
    ...secret,
    atSeconds: nowSeconds() + offsetSeconds,
  })
export const json = (value: unknown) => signedBody(JSON.stringify(value), 'json', secret)
const payload = (value: unknown) =>
  signedBody(new URLSearchParams({ payload: JSON.stringify(value) }).toString(), 'form', secret)
const form = (body: string) => signedBody(body, 'form', secret)
const press = (changes: object) =>
  payload({ ...aPress(controls.actions.askOwner, 'inc_0123456789abcdefghij'), ...changes })
const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
const evil = '{"__proto__":{"type":"block_actions","isAdmin":true},"constructor":{"prototype":{"x":1}}}'

/** What is sent, and how it is answered: 401 to whoever did not sign, 4xx to what cannot be read, 200 to what leads nowhere. */
export const malformedRequests: Readonly<Record<string, readonly [number, () => SlackRequest]>> = {
  'no signature': [401, () => without('x-slack-signature')],
  'no timestamp': [401, () => without('x-slack-request-timestamp')],
  'neither of the two': [401, () => ({ headers: { 'content-type': 'application/json' }, body: '{}' })],
  'an empty signature': [401, () => having({ 'x-slack-signature': '' })],
  'a signature of another secret': [
    401,
    () => signedRequest(aPress('x', 'y'), { signingSecret: 'another-secret-of-a-test' }),
  ],
  'a signature of an empty secret': [401, () => signedRequest(aPress('x', 'y'), { signingSecret: '' })],
  'a signature of version 1': [
    401,
    () => having({ 'x-slack-signature': good().headers['x-slack-signature']?.replace('v0', 'v1') ?? '' }),
  ],
  'a signature in capitals': [
    401,
    () => having({ 'x-slack-signature': good().headers['x-slack-signature']?.toUpperCase() ?? '' }),
  ],
  'a signature without its version': [401, () => having({ 'x-slack-signature': 'ab'.repeat(32) })],
  'half a signature': [401, () => having({ 'x-slack-signature': `v0=${'ab'.repeat(16)}` })],
  'a signature of letters that are no hex': [401, () => having({ 'x-slack-signature': `v0=${'zz'.repeat(32)}` })],
  'two signatures': [401, () => having({ 'x-slack-signature': `v0=${'ab'.repeat(32)}, v0=${'cd'.repeat(32)}` })],
  'another body than was signed': [401, () => ({ ...good(), body: `${good().body}&x=1` })],
  'another time than was signed': [401, () => having({ 'x-slack-request-timestamp': String(nowSeconds() - 7) })],
  '301 s in the past': [401, () => at(-302)],
  '301 s in the future': [401, () => at(302)],
  'in the year 1970': [401, () => signedRequest(aPress('x', 'y'), { ...secret, atSeconds: 1 })],
  'in the year 33658': [401, () => signedRequest(aPress('x', 'y'), { ...secret, atSeconds: 999_999_999_999 })],
  'a time that is no number': [401, () => having({ 'x-slack-request-timestamp': 'soon' })],
  'a time with a fraction': [401, () => having({ 'x-slack-request-timestamp': `${nowSeconds()}.5` })],
  'a time in hex': [401, () => having({ 'x-slack-request-timestamp': '0x65e1f2a0' })],
  'no content type': [415, () => without('content-type')],
  'plain text': [415, () => having({ 'content-type': 'text/plain' })],
  'a multipart form': [415, () => having({ 'content-type': 'multipart/form-data; boundary=x' })],
  'a compressed body': [415, () => having({ 'content-encoding': 'gzip' })],
  'an empty body': [400, () => signedBody('', 'json', secret)],
  'an empty form': [400, () => form('')],
  'broken JSON': [400, () => signedBody('{"type":', 'json', secret)],
  'JSON of another encoding': [400, () => signedBody('\u0000{\u0000"', 'json', secret)],
  'broken JSON in the payload': [400, () => form('payload=%7B%22type%22')],
  'an empty payload': [400, () => form('payload=')],
  'the payload twice': [400, () => form(`${good().body}&${good().body}`)],
  'no JSON object: null': [400, () => json(null)],
  'no JSON object: a list': [400, () => json([1, 2])],
  'no JSON object: a number': [400, () => json(7)],
  'no JSON object: null in the payload': [400, () => payload(null)],
  'no JSON object: a text in the payload': [400, () => payload('block_actions')],
  'no type': [400, () => json({ hello: 1 })],
  'an unknown type': [400, () => payload({ type: 'dialog_suggestion', user: { id: 'U0' } })],
  'a type that is no text': [400, () => payload({ type: { a: 1 } })],
  'options for a menu of ours: there is none': [400, () => payload({ type: 'block_suggestion', name: 'x', value: '' })],
  'an event without an event': [400, () => json({ ...anEvent({ type: 'x' }), event: undefined })],
  'an event that is null': [400, () => json({ ...anEvent({ type: 'x' }), event: null })],
  'an event whose item is null': [400, () => json(anEvent({ type: 'reaction_added', item: null }))],
  'an event in a channel that is null': [400, () => json(anEvent({ type: 'x', channel: null }))],
  'an event that is a text': [400, () => json({ ...anEvent({ type: 'x' }), event: 'reaction_added' })],
  'authorizations that are none': [400, () => json({ ...anEvent({ type: 'x' }), authorizations: [null] })],
  'a challenge that is no text': [400, () => json({ type: 'url_verification', challenge: { a: 1 } })],
  'a press without a button': [400, () => press({ actions: [] })],
  'a press whose button is null': [400, () => press({ actions: [null] })],
  'a press by nobody': [400, () => press({ user: undefined })],
  'a form that was sent without a view': [
    400,
    () => payload({ ...aSubmission({ callback_id: 'tq_decide' }, {}), view: null }),
  ],
  'a form without a name': [400, () => payload(aSubmission({}, {}))],
  'a command by nobody': [400, () => form('command=%2Ftourniquet&team_id=T0TEAM')],
  'a nest of 5,000 lists': [400, () => signedBody(deep, 'json', secret)],
  'keys that would change every object': [400, () => signedBody(evil, 'json', secret)],
  'keys that would change every object, in the payload': [400, () => form(`payload=${encodeURIComponent(evil)}`)],
  'fields that would change every object': [400, () => form('__proto__[type]=x&constructor=y&__proto__=z')],
  'an event that nobody subscribed to': [
    200,
    () => json(anEvent({ type: 'message', text: 'x', channel: 'C0SECURITY' })),
  ],
  'an event by a number': [400, () => json(anEvent({ type: 'reaction_added', user: 7 }))],
  'a press by somebody without an id': [200, () => press({ user: { id: 'nobody at all' } })],
  'a press without a trigger': [200, () => press({ trigger_id: undefined })],
  'a press in a channel that is a text': [200, () => press({ channel: 'C0SECURITY' })],
  'a press with a value of 3,000 characters': [200, () => payload(aPress(controls.actions.approve, 'v'.repeat(3_000)))],
  'a button whose value is a list': [
    200,
    () => press({ actions: [{ action_id: controls.actions.askOwner, value: [1] }] }),
  ],
  'a form whose state is a list': [
    200,
    () =>
      payload({
        ...aSubmission({ callback_id: 'tq_decide' }, {}),
        view: { id: 'V', callback_id: 'tq_decide', state: [] },
      }),
  ],
  'a command whose user is no id': [200, () => signedRequest({ ...aCommand('status'), user_id: '<!channel>' }, secret)],
  'a function of a workflow': [
    200,
    () => json(anEvent({ type: 'function_executed', function_execution_id: 'Fx', inputs: {} })),
  ],
}
