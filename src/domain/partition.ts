import { z } from 'zod'

/** The three AWS partitions that IAM principals come from here. A finding of one never reaches an endpoint of another. */
export const partitionSchema = z.enum(['aws', 'aws-cn', 'aws-us-gov'])
export type Partition = z.infer<typeof partitionSchema>

/** An AWS account id: twelve digits, kept as text because leading zeros count. */
export const accountIdSchema = z.string().regex(/^\d{12}$/, 'an AWS account id is twelve digits')
