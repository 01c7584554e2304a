import fc from 'fast-check'
import { userAgentFamily } from '../../../../src/evidence/indicators/user-agent-family.js'

describe('the family of a user agent', () => {
  it.each([
    [
      'aws-cli/2.15.30 Python/3.11.8 Linux/5.10.0-1234-aws exe/x86_64.amzn.2 prompt/off command/s3.ls',
      'aws-cli v2 (Linux)',
    ],
    [
      '[aws-cli/2.31.1 md/awscrt#0.27.6 ua/2.1 os/macos#22.6.0 md/arch#arm64 lang/python#3.13.7 m/Z,b,E cfg/retry-mode#standard]',
      'aws-cli v2 (macOS)',
    ],
    ['aws-cli/1.27.1 Python/3.8.10 Windows/10 botocore/1.29.1', 'aws-cli v1 (Windows)'],
    [
      'aws-cli/2.13.5 Python/3.11.4 Linux/4.14 exec-env/CloudShell exe/x86_64.amzn.2',
      'aws-cli v2, in CloudShell (Linux)',
    ],
    ['aws-cli/2.9.0 Python/3.11 Linux/6.5.0-kali3-amd64 source/x86_64.kali.2023', 'aws-cli v2 (Kali Linux)'],
    ['Boto3/1.26.165 Python/3.10.6 Linux/5.19.0-46-generic Botocore/1.29.165', 'Boto3 (Linux)'],
    [
      'Boto3/1.34.2 md/Botocore#1.34.2 ua/2.0 os/windows#10 md/arch#amd64 lang/python#3.12.1 cfg/retry-mode#legacy Botocore/1.34.2',
      'Boto3 (Windows)',
    ],
    ['Botocore/1.29.1 Python/3.9 Linux/5.4', 'Botocore (Linux)'],
    [
      'APN/1.0 HashiCorp/1.0 Terraform/1.5.0 (+https://www.terraform.io) terraform-provider-aws/5.1.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go/1.44.261 (go1.19.8; linux; amd64)',
      'Terraform with aws-sdk-go v1 (Linux)',
    ],
    [
      'aws-sdk-go-v2/1.30.0 os/linux lang/go#1.22 md/GOOS#linux md/GOARCH#amd64 api/sts#1.28.0',
      'aws-sdk-go v2 (Linux)',
    ],
    ['aws-sdk-js/3.500.0 ua/2.0 os/darwin#23.1 lang/js md/nodejs#20.11.0 api/s3#3.500.0', 'aws-sdk-js v3 (macOS)'],
    [
      'aws-sdk-nodejs/2.1400.0 linux/v18.16.0 exec-env/AWS_Lambda_nodejs18.x promise',
      'in AWS_Lambda_nodejs with aws-sdk-js v2 (Linux)',
    ],
    [
      'aws-sdk-java/2.20.0 Mac_OS_X/13.2 OpenJDK_64-Bit_Server_VM/17.0.6 Java/17.0.6 vendor/Amazon io/sync',
      'aws-sdk-java v2 (macOS)',
    ],
    [
      'S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488 Linux/5.10.184 OpenJDK_64-Bit_Server_VM/25.372-b08',
      'AWS console',
    ],
    ['AWS Internal', 'AWS console'],
    ['console.amazonaws.com', 'AWS console'],
    ['signin.amazonaws.com', 'AWS console'],
    ['secretsmanager.amazonaws.com', 'AWS service secretsmanager'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0',
      'Edge (Windows)',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15',
      'Safari (macOS)',
    ],
    ['stratus-red-team_11a6ef34-e130-4579-a1d3-79c915cee6ec', 'stratus-red-team_*'],
    ['python-requests/2.31.0', 'python-requests'],
    ['', 'none'],
    ['   []', 'none'],
    ['4f1c0f6e', 'another program'],
  ])('of %s is %s', (agent, family) => {
    expect(userAgentFamily(agent)).toBe(family)
  })

  it('is the same for other versions, and another for the next major version of the CLI', () => {
    const cli = (version: string) => userAgentFamily(`aws-cli/${version} Python/3.11.8 Linux/5.10`)
    expect(cli('2.1.0')).toBe(cli('2.99.3'))
    expect(cli('1.99.3')).not.toBe(cli('2.1.0'))
  })

  it('is short, without control characters, and the same in brackets, whatever the text', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('aws-cli/2.1', 'Boto3/1', '(', ')', 'exec-env/', '[', '\u001b[31m', '\u202e', '\u0000'),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const family = userAgentFamily(parts.join(' '))
        expect(family.length).toBeLessThan(450)
        expect(family).toMatch(/^[\w .,*@:+()…-]+$/)
      }),
      { numRuns: 300 },
    )
  })

  it.each(['(', '['.repeat(2), 'a-', 'aws-sdk-', '0f', 'aws-cli/1 ', 'Console ', '\u0000'])(
    'takes no time for a megabyte of %j',
    (part) => {
      const begin = performance.now()
      expect(userAgentFamily(part.repeat(1_000_000 / part.length)).length).toBeLessThan(450)
      expect(performance.now() - begin).toBeLessThan(1000)
    },
  )
})
