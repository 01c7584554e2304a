import type { ExerciseForm, ExerciseOverview } from '../../../integrations/slack/exercise-desk.js'
import type { EndNews, ExerciseHead, ExerciseScene, InjectNews } from '../../../integrations/slack/exercise-post.js'
import { aRun } from './every-control.js'

export function aScene(changes: Partial<ExerciseScene> = {}): ExerciseScene {
  return {
    run: aRun,
    title: 'Credentials of a web server are used from elsewhere',
    summary: 'GuardDuty reports that the credentials of an EC2 instance are used from outside of AWS.',
    classification: 'TLP:AMBER',
    mode: 'rehearse',
    minutes: 10,
    timeScale: 1,
    startedAt: '2026-03-01T10:00:00.000Z',
    parts: [
      { role: 'approver', name: 'The approver', does: 'decides about the block', slackId: 'U0ANA0001' },
      { role: 'responder', name: 'The responder', does: 'looks at the evidence', slackId: null },
    ],
    ...changes,
  }
}

export function aHead(changes: Partial<ExerciseHead> = {}): ExerciseHead {
  const { title, to, until } = anInject()
  return { at: 'T+01:20', state: 'awaitingApproval', open: [{ title, to, until }], isOver: false, ...changes }
}

export function anInject(changes: Partial<InjectNews> = {}): InjectNews {
  return {
    kind: 'inject',
    inject: 'shop',
    injectKind: 'pressure',
    at: 'T+01:20',
    title: "The shop's manager is worried",
    from: 'The manager of the shop',
    to: ['approver'],
    text: 'If you block it, what happens to my shop?',
    until: '2026-03-01T10:05:20.000Z',
    said: [],
    outcome: null,
    ...changes,
  }
}

export function anEnd(changes: Partial<EndNews> = {}): EndNews {
  return {
    kind: 'end',
    at: 'T+07:00',
    how: 'There was nothing left to do.',
    objectives: [
      { status: 'met', text: 'The block is decided in time', value: '2 min 0 s', target: '4 min 0 s' },
      { status: 'notMet', text: 'The team knows what it does', value: '1', target: '2' },
    ],
    injects: { met: 2, outOf: 3, missed: [{ title: 'What comes next?', why: 'Nobody answered in time.' }] },
    path: { asExpected: false, actual: ['investigating', 'denied'] },
    attacker: ['16 calls succeeded, 4 were denied; there never was a block'],
    liveAwsCalls: 0,
    report: null,
    ...changes,
  }
}

export function aForm(changes: Partial<ExerciseForm> = {}): ExerciseForm {
  return {
    kind: 'answer',
    run: aRun,
    inject: 'shop',
    title: "The shop's manager is worried",
    about: ['The manager of the shop: “What happens to my shop?”'],
    until: '2026-03-01T10:05:20.000Z',
    roles: [
      { value: 'approver', text: 'The approver' },
      { value: 'responder', text: 'The responder' },
    ],
    choices: [
      { value: 'answer', text: 'Only answer', description: 'What is decided, is decided on the card.' },
      { value: 'wait', text: 'Wait' },
    ],
    ...changes,
  }
}

export function anOverview(changes: Partial<ExerciseOverview> = {}): ExerciseOverview {
  return {
    title: 'EXERCISE · Credentials of a web server',
    lines: [{ words: 'T+01:20 of at most 15m.' }, { words: 'Ask:', code: '/tourniquet exercise ask QUESTION' }],
    run: aRun,
    forms: ['ask'],
    ...changes,
  }
}
