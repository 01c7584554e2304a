/**
 * Everything in Slack that a person can press, send or type, named in one place: messages and modals are built from these
 * names, and each has exactly one listener. A test holds both to it.
 */
export const controls = {
  actions: {
    approve: 'tq_approve',
    deny: 'tq_deny',
    showPlan: 'tq_show_plan',
    openConsole: 'tq_open_console',
    askOwner: 'tq_ask_owner',
    ownerYes: 'tq_owner_yes',
    ownerNo: 'tq_owner_no',
    requestRestore: 'tq_request_restore',
    widen: 'tq_widen',
    retry: 'tq_retry',
    close: 'tq_close',
    vouch: 'tq_vouch',
    namePrincipal: 'tq_name_principal',
    openThread: 'tq_open_thread',
    exerciseAnswer: 'tq_exercise_answer',
    exerciseAsk: 'tq_exercise_ask',
    exerciseLead: 'tq_exercise_lead',
  },
  modals: {
    decide: 'tq_decide',
    requestRestore: 'tq_restore',
    request: 'tq_request',
    block: 'tq_block',
    namePrincipal: 'tq_name',
    addNote: 'tq_add_note',
    plan: 'tq_plan',
    exercise: 'tq_exercise',
  },
  /**
   * `action_id` of what is typed or chosen in a modal; the `block_id` may be any, one field a block. `restoreAs` holds
   * `false-alarm` or `compromise`, `incident` an incident's id; `exerciseChoice` and `exerciseRole` what the form offered.
   */
  fields: {
    reason: 'tq_reason',
    restoreAs: 'tq_restore_as',
    arn: 'tq_arn',
    incident: 'tq_incident',
    exerciseText: 'tq_exercise_text',
    exerciseChoice: 'tq_exercise_choice',
    exerciseRole: 'tq_exercise_role',
  },
  command: '/tourniquet',
  shortcut: 'tq_timeline_add',
  /** The reaction that adds a message to the timeline, where the configuration names no other. */
  noteReaction: 'pushpin',
} as const
