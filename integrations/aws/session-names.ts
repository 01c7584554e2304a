/** A session's name where nobody's incident is looked into: `doctor`, `blocks list --orphans`. Else it is the incident's id. */
export const UNNAMED_SESSION = 'tourniquet'
