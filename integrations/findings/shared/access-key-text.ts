/** `AWS::IAM::AccessKey:AKIA…`, the same with `null`, a bare key id: all seen in Security Hub. undefined where it is no key. */
export function accessKeyText(id: string | null | undefined): string | undefined {
  const bare = (id ?? '').replace(/^AWS::IAM::AccessKey:/, '').trim()
  return bare === '' || bare === 'null' || bare.startsWith('arn:') ? undefined : bare
}

/** An ARN that is put where a principal is named, unless it is of a kind that names none and says so (a key, a policy). */
export function principalArnText(id: string | null | undefined): string | undefined {
  const text = id ?? ''
  if (!/^arn:[^:]*:(iam|sts):/.test(text)) return undefined
  return /:(access-key|policy|instance-profile|server-certificate|mfa)\//.test(text) ? undefined : text
}

/** Security Hub's controls write `user/AIDA…`, the unique id in the place of the name: no such user exists. */
export function uniqueIdOfArn(arn: string | undefined): string | undefined {
  return /:(?:user|role)\/(?:.*\/)?((?:AIDA|AROA)[A-Z0-9]{16,17})$/.exec(arn ?? '')?.[1]
}
