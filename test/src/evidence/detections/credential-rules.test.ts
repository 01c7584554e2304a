import { aSessionOf } from '../../../support/fixtures/gathered-events.js'
import { call, type DetectionCase, expectCases, policy, times } from './detection-case.js'

const login = (mfa: boolean, userAgent: string) => {
  const event = call('signin ConsoleLogin', {}, { responseElements: { ConsoleLogin: 'Success' }, userAgent })
  return { ...event, actor: { ...event.actor, mfa } }
}

const people = ['a', 'b', 'c', 'd']

const cases: DetectionCase[] = [
  {
    id: 'iam-access-key-created',
    says: 'a key for another user',
    fires: () => [call('iam CreateAccessKey', { userName: 'bo' })],
    severity: 'medium',
    near: () => [call('iam CreateAccessKey'), call('iam CreateAccessKey', { userName: 'Ana' })],
    nearMost: 'low',
  },
  {
    id: 'iam-access-key-created',
    says: 'keys for one user after another',
    fires: () => times(4, (n) => call('iam CreateAccessKey', { userName: `user-${n}` })),
    severity: 'high',
    near: () => times(4, () => call('iam CreateAccessKey', { userName: 'bo' })),
    nearMost: 'medium',
  },
  {
    id: 'iam-access-key-created',
    says: 'a key made by a role’s session, which has none of its own',
    fires: () => [
      call(
        'iam CreateAccessKey',
        { userName: 'bo' },
        { actor: aSessionOf({ role: 'ci', session: 'x', accessKeyId: 'ASIA1' }) },
      ),
    ],
    severity: 'medium',
    near: () => [call('iam UpdateAccessKey', { userName: 'bo', status: 'Inactive' })],
    nearMost: null,
  },
  {
    id: 'iam-access-key-reactivated',
    says: 'another user’s key switched on',
    fires: () => [call('iam UpdateAccessKey', { userName: 'bo', accessKeyId: 'AKIA1', status: 'Active' })],
    severity: 'medium',
    near: () => [call('iam UpdateAccessKey', { userName: 'bo', accessKeyId: 'AKIA1', status: 'Inactive' })],
    nearMost: null,
  },
  {
    id: 'iam-other-credential-created',
    says: 'a credential of another user for one service',
    fires: () => [
      call('iam CreateServiceSpecificCredential', { userName: 'bo', serviceName: 'bedrock.amazonaws.com' }),
    ],
    severity: 'medium',
    near: () => [
      call('iam CreateServiceSpecificCredential', { userName: 'ana', serviceName: 'codecommit.amazonaws.com' }),
    ],
    nearMost: 'low',
  },
  {
    id: 'sts-session-token-obtained',
    says: 'without MFA',
    fires: () => [call('sts GetSessionToken')],
    severity: 'low',
    near: () => [call('sts GetSessionToken', { serialNumber: 'arn:aws:iam::111122223333:mfa/ana' })],
    nearMost: 'informational',
  },
  {
    id: 'sts-federation-token-obtained',
    says: 'with a session policy that takes nothing away',
    fires: () => [call('sts GetFederationToken', { name: 'x', policy: policy({ Action: '*' }) })],
    severity: 'high',
    near: () => [call('sts GetFederationToken', { name: 'x', policy: policy({ Action: 's3:GetObject' }) })],
    nearMost: 'medium',
  },
  {
    id: 'secretsmanager-secrets-read',
    says: 'twelve different secrets',
    fires: () =>
      times(12, (n) => call('secretsmanager GetSecretValue', { secretId: `secret-${n}` }, { readOnly: true })),
    severity: 'high',
    near: () =>
      times(60, (n) => call('secretsmanager GetSecretValue', { secretId: `secret-${n % 2}` }, { readOnly: true })),
    nearMost: 'informational',
  },
  {
    id: 'secretsmanager-secrets-read',
    says: 'a batch by filter',
    fires: () => [
      call('secretsmanager BatchGetSecretValue', { filters: [{ key: 'name', values: ['prod'] }] }, { readOnly: true }),
    ],
    severity: 'medium',
    near: () => [call('secretsmanager BatchGetSecretValue', { secretIdList: ['a', 'b'] }, { readOnly: true })],
    nearMost: 'informational',
  },
  {
    id: 'ssm-parameters-read',
    says: 'thirty parameters decrypted, ten a call',
    fires: () =>
      times(3, (n) =>
        call(
          'ssm GetParameters',
          { names: Array.from({ length: 10 }, (_, i) => `/p/${n}/${i}`), withDecryption: true },
          { readOnly: true },
        ),
      ),
    severity: 'high',
    near: () =>
      times(3, (n) =>
        call(
          'ssm GetParameters',
          { names: Array.from({ length: 10 }, (_, i) => `/p/${n}/${i}`), withDecryption: false },
          { readOnly: true },
        ),
      ),
    nearMost: null,
  },
  {
    id: 'ec2-password-data-read',
    says: 'of one instance after another',
    fires: () => times(5, (n) => call('ec2 GetPasswordData', { instanceId: `i-${n}` }, { readOnly: true })),
    severity: 'high',
    near: () => times(5, () => call('ec2 GetPasswordData', { instanceId: 'i-1' }, { readOnly: true })),
    nearMost: 'low',
  },
  {
    id: 'ec2-user-data-read',
    says: 'of one instance after another',
    fires: () =>
      times(10, (n) =>
        call('ec2 DescribeInstanceAttribute', { instanceId: `i-${n}`, attribute: 'userData' }, { readOnly: true }),
      ),
    severity: 'high',
    near: () =>
      times(10, (n) =>
        call('ec2 DescribeInstanceAttribute', { instanceId: `i-${n}`, attribute: 'instanceType' }, { readOnly: true }),
      ),
    nearMost: null,
  },
  {
    id: 'ec2-console-captured',
    says: 'screens of one instance after another',
    fires: () => times(6, (n) => call('ec2 GetConsoleScreenshot', { instanceId: `i-${n}` }, { readOnly: true })),
    severity: 'medium',
    near: () => times(6, () => call('ec2 GetConsoleScreenshot', { instanceId: 'i-1' }, { readOnly: true })),
    nearMost: 'informational',
  },
  {
    id: 'console-sign-in-without-mfa',
    onlySuccess: true,
    says: 'by a program',
    fires: () => [login(false, 'Go-http-client/1.1')],
    severity: 'medium',
    near: () => [login(true, 'Go-http-client/1.1')],
    nearMost: null,
  },
  {
    id: 'console-sign-in-without-mfa',
    onlySuccess: true,
    says: 'in a browser, as many accounts allow',
    fires: () => [login(false, 'Mozilla/5.0')],
    severity: 'low',
    near: () => [{ ...login(false, 'Mozilla/5.0'), actor: aSessionOf({ role: 'sso', session: 'ana' }) }],
    nearMost: null,
  },
  {
    id: 'signin-token-obtained',
    says: 'by a program',
    fires: () => [call('signin GetSigninToken', {}, { readOnly: true, userAgent: 'Python-urllib/3.10' })],
    severity: 'low',
    near: () => [call('signin GetSigninToken', {}, { readOnly: true, userAgent: 'Mozilla/5.0' })],
    nearMost: 'informational',
  },
  {
    id: 'iam-access-key-created',
    says: 'of four users who were there, not of four who were made by the same hand',
    fires: () => people.map((userName) => call('iam CreateAccessKey', { userName })),
    severity: 'high',
    near: () =>
      people.flatMap((userName) => [call('iam CreateUser', { userName }), call('iam CreateAccessKey', { userName })]),
    nearMost: 'medium',
  },
]

expectCases(cases)
