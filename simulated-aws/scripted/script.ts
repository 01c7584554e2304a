/** A technique at work, as its own file writes it. */
export type Script = {
  /** One round of calls, which are synchronous. It never throws for being denied. */
  act(): void
  /** The access key ids that it would act with, whether or not the account still takes them. */
  credentials(): readonly string[]
  /** How it could come by new credentials without holding any now; absent: in no way. */
  doors?(): readonly Door[]
}

/** A way to credentials that needs none of AWS: a certificate, the metadata of an instance. */
export type Door = { readonly roleArn: string; readonly through: string }
