import { testChatPostStore } from './chat-post-store-contract.js'
import { memoryChatPostStore } from './memory-chat-post-store.js'

describe('a chat’s view in memory', () => {
  testChatPostStore(() => {
    const clock = { nowMs: 10_000_000 }
    let opened = 0
    const posts = memoryChatPostStore(() => clock.nowMs)
    const later = () => {
      clock.nowMs += 1
    }
    return {
      posts,
      open: async (state = 'contained') => {
        later()
        opened += 1
        const id = `inc_${opened}`
        posts.move(id, { state })
        return id
      },
      move: async (id, changes) => {
        later()
        posts.move(id, changes)
      },
      passTime: async (ms) => {
        clock.nowMs += ms
      },
      age: async (id) => {
        const incident = posts.incidents.get(id)
        if (incident !== undefined) incident.movedAtMs -= 7_200_000
      },
    }
  })
})
