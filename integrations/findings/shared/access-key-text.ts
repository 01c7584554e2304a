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

/**
 * Security Hub's controls write `user/AIDA…`, the unique id in the place of the name: no such user exists. Of whatever length the
 * text is, its end alone is searched: a pattern over all of it would take minutes for a megabyte of `:role/:role/`.
 */
export function uniqueIdOfArn(arn: string | undefined): string | undefined {
  const [head = '', ...path] = (arn ?? '').split('/')
  if (!head.endsWith(':user') && !head.endsWith(':role')) return undefined
  return /^(?:AIDA|AROA)[A-Z0-9]{16,17}$/.exec(path.at(-1) ?? '')?.[0]
}
