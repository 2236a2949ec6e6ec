import { describe, expect, it } from 'vitest'
import { aCard, anEvent } from '../test_support.ts'
import type { ServerMessage } from './messages.ts'
import { backOffMs, initialState, step, type Effect, type Happening, type State } from './protocol.ts'

// Plays happenings in order; gives the last state and everything that was to be done.
function play(happenings: Happening[], from: State = initialState): { state: State; effects: Effect[] } {
  let state = from
  const effects: Effect[] = []
  for (const happening of happenings) {
    const next = step(state, happening)
    state = next.state
    effects.push(...next.effects)
  }
  return { state, effects }
}

const says = (message: ServerMessage, now = 1000): Happening => ({
  what: 'message',
  message,
  now,
  clock: now + 500_000,
})
const hello = (position: number, epoch = 'e1'): Happening =>
  says({ type: 'hello', node: 'n', epoch, position, heartbeat_s: 10 })
const snapshot = (position: number, part = 1, parts = 1, id = 'one'): Happening =>
  says({ type: 'snapshot', position, part, parts, items: [aCard({ id })] })
const frame = (from: number, to: number): Happening =>
  says({ type: 'frame', from, to, items: [anEvent(aCard({ version: to }), to)] })
const lost: Happening = { what: 'lost', now: 2000, random: 0.5 }

const started = (): State => play([{ what: 'start' }, hello(10), snapshot(10)]).state

describe('the console protocol', () => {
  it('asks for a snapshot first and is live when it is whole', () => {
    const { state, effects } = play([{ what: 'start' }, hello(10)])
    expect(effects).toEqual([{ do: 'connect' }, { do: 'send', message: { type: 'subscribe' } }])
    expect(state.phase).toBe('filling')
    const half = step(state, snapshot(10, 1, 2, 'one'))
    expect(half.effects).toEqual([])
    expect(half.state.position).toBeNull()
    const whole = step(half.state, snapshot(10, 2, 2, 'two'))
    expect(whole.state).toMatchObject({ phase: 'live', position: 10, completeAt: 501_000 })
    expect(whole.effects[0]).toMatchObject({ do: 'replace_board', cards: [{ id: 'one' }, { id: 'two' }] })
  })

  it('takes frames that follow each other, also ones with nothing in them', () => {
    const { state, effects } = play([frame(10, 12), says({ type: 'frame', from: 12, to: 15, items: [] })], started())
    expect(state).toMatchObject({ phase: 'live', position: 15 })
    expect(effects.map((effect) => effect.do)).toEqual(['apply'])
  })

  it('holds frames that come between the parts of a snapshot and applies them after it', () => {
    const { state, effects } = play([
      { what: 'start' },
      hello(10),
      snapshot(10, 1, 2),
      frame(10, 11),
      snapshot(10, 2, 2, 'two'),
    ])
    expect(state.position).toBe(11)
    expect(effects.map((effect) => effect.do)).toEqual(['connect', 'send', 'replace_board', 'apply'])
  })

  it('takes calls beside the log: the position stays, and they are live as they are told', () => {
    const { state, effects } = play([says({ type: 'call', whole: true, items: [], gone: ['over'] })], started())
    expect(state).toMatchObject({ phase: 'live', position: 10 })
    expect(effects).toEqual([{ do: 'calls', whole: true, items: [], gone: ['over'] }])
  })

  it('takes a frame it has had already as no news', () => {
    expect(step(started(), frame(8, 10)).effects).toEqual([])
  })

  it('closes on a gap, and asks again after the last position it is sure of', () => {
    const gap = step(started(), frame(11, 12))
    expect(gap.effects).toEqual([{ do: 'close' }])
    expect(gap.state.position).toBe(10)
    const back = play([lost, { what: 'tick', now: 60_000 }, hello(12)], gap.state)
    expect(back.effects).toContainEqual({ do: 'send', message: { type: 'subscribe', after: 10 } })
    expect(back.state.phase).toBe('filling')
    expect(step(back.state, frame(10, 12)).state).toMatchObject({ phase: 'live', position: 12, reason: null })
  })

  it('asks for everything anew when the log is another one', () => {
    const { effects } = play([lost, { what: 'tick', now: 60_000 }, hello(500, 'e2')], started())
    expect(effects).toContainEqual({ do: 'send', message: { type: 'subscribe' } })
  })

  it('is live at once when it comes back and nothing has happened', () => {
    const { state } = play([lost, { what: 'tick', now: 60_000 }, hello(10)], started())
    expect(state).toMatchObject({ phase: 'live', position: 10, attempt: 0 })
  })

  it('takes a snapshot in place of a resumption that lay too far back', () => {
    const { state, effects } = play([lost, { what: 'tick', now: 60_000 }, hello(90), snapshot(90)], started())
    expect(state).toMatchObject({ phase: 'live', position: 90 })
    expect(effects.at(-1)).toMatchObject({ do: 'replace_board' })
  })

  it('waits longer with each failure, never beyond 15 seconds, and tries when the time has come', () => {
    expect([0, 1, 2, 9].map((attempt) => backOffMs(attempt, 1))).toEqual([500, 1000, 2000, 15_000])
    expect(backOffMs(2, 0)).toBe(1000)
    const { state } = play([lost], started())
    expect(state).toMatchObject({ phase: 'waiting', retryAt: 2375 })
    expect(step(state, { what: 'tick', now: 2374 }).effects).toEqual([])
    expect(step(state, { what: 'tick', now: 2375 }).effects).toEqual([{ do: 'connect' }])
    expect(step(state, { what: 'retry' }).effects).toEqual([{ do: 'connect' }])
  })

  it('asks who is signed in when a connection is refused before a word', () => {
    expect(play([{ what: 'start' }, lost]).effects).toContainEqual({ do: 'check_session' })
    expect(play([lost], started()).effects).toEqual([])
  })

  it('answers a ping with where it stands, and knows from it that nothing is missing', () => {
    const { state, effects } = play([says({ type: 'ping' }, 5000)], started())
    expect(effects).toEqual([{ do: 'send', message: { type: 'pong', position: 10 } }])
    expect(state.completeAt).toBe(505_000)
  })

  it('gives up on a server that is silent for three heartbeats', () => {
    const state = started()
    expect(step(state, { what: 'tick', now: 31_000 }).effects).toEqual([])
    expect(step(state, { what: 'tick', now: 31_001 }).effects).toEqual([{ do: 'close' }])
  })

  it('keeps its place over a restart, starts anew when told to, and stays away once signed out', () => {
    const bye = (code: string, resume: boolean) => step(started(), says({ type: 'bye', code, resume }))
    expect(bye('restarting', true).state.position).toBe(10)
    expect(bye('internal', false).state.position).toBeNull()
    const out = bye('signed_out', false)
    expect(out.state.phase).toBe('refused')
    expect(out.effects).toContainEqual({ do: 'check_session' })
    expect(step(out.state, lost).state.phase).toBe('refused')
  })

  it('shows what an outage changes beside the log, and stays where it is in the log', () => {
    const { state, effects } = play(
      [
        says({ type: 'outage', mode: 'degraded', items: [aCard({ id: 'new' })] }),
        says({ type: 'ping', mode: 'degraded' }),
      ],
      started(),
    )
    expect(state).toMatchObject({ phase: 'live', position: 10, mode: 'degraded' })
    expect(effects[0]).toMatchObject({ do: 'learn', cards: [{ id: 'new' }] })
    expect(play([says({ type: 'ping' })], state).state.mode).toBe('normal')
  })

  it('passes on what became of an acknowledgement and what has left', () => {
    const { effects } = play(
      [says({ type: 'acked', dispatch: 'd', ok: false, detail: 'Taken.' }), says({ type: 'left', stream: 'one' })],
      started(),
    )
    expect(effects).toEqual([
      { do: 'acked', dispatch: 'd', ok: false, detail: 'Taken.' },
      { do: 'leave', stream: 'one' },
    ])
  })
})
