/** The account that attackers let in: it is none of the simulated one's. */
export const outsideAccountId = '999988887777'
