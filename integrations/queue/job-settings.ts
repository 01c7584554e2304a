/**
 * How every queue runs, on both servers. BullMQ's defaults (30 s locks, 30 s checks, one stall) leave a dead worker's
 * job alone for a minute, and fail it for good the second time.
 */
export const JOB_SETTINGS = {
  /** A job that still exists blocks its id, so nothing is kept: the record is in the database. */
  job: { removeOnComplete: true, removeOnFail: true },
  worker: {
    lockDuration: 5_000,
    stalledInterval: 2_000,
    /** Whether an effect may be tried again is decided by its claim, never by the queue. */
    maxStalledCount: 1_000_000,
    /** How long an idle worker waits before it asks anew, should a wake-up have been lost. */
    drainDelay: 2,
    /** BullMQ's 15 s would be time without a block after every outage. */
    runRetryDelay: 500,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  },
  /** Nobody reads BullMQ's event stream. */
  streams: { events: { maxLen: 100 } },
} as const
