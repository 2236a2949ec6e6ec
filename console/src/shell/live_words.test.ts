import { describe, expect, it } from 'vitest'
import { emptyBoard } from '../live/board.ts'
import type { LiveView } from '../live/connection.ts'
import { completeTo, notLive } from './live_words.ts'
import { addressOf, parseRoute } from './route.ts'

const view = (part: Partial<LiveView>): LiveView => ({
  phase: 'live',
  position: 48_211,
  completeAt: Date.parse('2026-01-05T14:02:07Z'),
  retryAt: null,
  reason: null,
  mode: 'normal',
  calls: null,
  board: emptyBoard,
  acknowledgements: new Map(),
  ...part,
})

describe('how live the board is', () => {
  it('says to which position it is complete, and when that was', () => {
    expect(completeTo(view({}))).toBe('complete to 48,211 at 14:02:07')
    expect(completeTo(view({ position: null }))).toBeNull()
  })

  it('says nothing while all is well', () => {
    expect(notLive(view({}), 0)).toBeNull()
    expect(notLive(view({ phase: 'connecting', position: null }), 0)).toBeNull()
  })

  it('says what is held and when the next try is', () => {
    const words = notLive(
      view({ phase: 'waiting', reason: 'The connection to the server was lost.', retryAt: 4000 }),
      0,
    )
    expect(words).toBe(
      'Not live. The connection to the server was lost. The board is complete to 48,211 at 14:02:07. Trying again in 4 s.',
    )
    expect(notLive(view({ phase: 'filling' }), 0)).toContain('Catching up')
  })
})

describe('addresses', () => {
  it('name a screen and an incident, and what they do not name is the start', () => {
    expect(parseRoute('#/board')).toEqual({ screen: 'board', incident: null })
    expect(parseRoute('#/board/abc')).toEqual({ screen: 'board', incident: 'abc' })
    expect(parseRoute('#/contact')).toEqual({ screen: 'contact' })
    expect(parseRoute('#/elsewhere')).toEqual({ screen: 'start' })
    expect(addressOf({ screen: 'board', incident: 'abc' })).toBe('#/board/abc')
    expect(parseRoute('#/problem/abc')).toEqual({ screen: 'problem', problem: 'abc' })
    expect(addressOf({ screen: 'problem', problem: 'abc' })).toBe('#/problem/abc')
    expect(parseRoute('#/problem')).toEqual({ screen: 'start' })
  })
})
