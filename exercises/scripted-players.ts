import type { Move } from './moves.js'
import type { Players } from './players.js'
import type { ScriptedMove } from './schema/players.js'
import { triggerOf } from './trigger.js'
import { delayAfter } from './trigger-fires.js'

/**
 * Players who do what their script says, each move once, on the first occasion that it waits for. They know nothing beyond the
 * script: a move that cannot be at that moment is made all the same, and its refusal is on the record.
 */
export function scriptedPlayers(name: string, script: readonly ScriptedMove[]): Players {
  const waiting = new Set(script)
  return {
    name,
    begin: async (table) => {
      for (const scripted of script) {
        const trigger = triggerOf(scripted)
        if (trigger.kind !== 'at') continue
        waiting.delete(scripted)
        table.play(moveOf(scripted), Math.max(0, trigger.atMs - table.nowMs()))
      }
    },
    see: async (event, table) => {
      for (const scripted of waiting) {
        const delayMs = delayAfter(triggerOf(scripted), event)
        if (delayMs === null) continue
        waiting.delete(scripted)
        table.play(moveOf(scripted), delayMs)
      }
    },
    end: () => waiting.clear(),
  }
}

/** Nobody plays: for worlds in which people act by the product's own means alone. */
export function absentPlayers(name: string): Players {
  return { name, begin: async () => {}, see: async () => {}, end: () => {} }
}

function moveOf({ at: _at, after: _after, manual: _manual, ...move }: ScriptedMove): Move {
  return move
}
