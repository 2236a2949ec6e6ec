import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aCall, aCard, aDispatch, anEvent } from '../test_support.ts'
import { LiveConnection } from './connection.ts'
import type { ServerMessage } from './messages.ts'

// A socket in the test's hand.
class FakeSocket {
  static readonly OPEN = 1
  static made: FakeSocket[] = []
  readyState = 1
  sent: Record<string, unknown>[] = []
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: (() => void) | null = null

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    FakeSocket.made.push(this)
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>)
  }

  close(): void {
    this.readyState = 3
    this.onclose?.()
  }

  says(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) })
  }

  ofType(type: string): Record<string, unknown>[] {
    return this.sent.filter((message) => message.type === type)
  }
}

const waiting = (id: string, version = 1) => aCard({ id, version, dispatch: { ...aDispatch('pushed'), id: `d-${id}` } })

function connect(answersDispatches = true): { live: LiveConnection; socket: FakeSocket } {
  const live = new LiveConnection({ url: 'ws://here/v1/console', answersDispatches, onSessionDoubt: () => undefined })
  live.start()
  const socket = FakeSocket.made.at(-1)
  if (!socket) throw new Error('no socket was made')
  socket.says({ type: 'hello', node: 'n', epoch: 'e', position: 5, heartbeat_s: 15 })
  socket.says({ type: 'snapshot', position: 5, part: 1, parts: 1, items: [waiting('one')] })
  return { live, socket }
}

describe('the live connection', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('WebSocket', FakeSocket)
    FakeSocket.made = []
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it('gives its receipt for each dispatch once, and says once that it is displayed', () => {
    const { live, socket } = connect()
    socket.says({ type: 'frame', from: 5, to: 6, items: [anEvent(waiting('two'), 6)] })
    live.displayed('d-two')
    live.displayed('d-two')
    expect(socket.ofType('receipt').map((message) => message.dispatch)).toEqual(['d-one', 'd-two'])
    expect(socket.ofType('displayed')).toEqual([{ type: 'displayed', dispatch: 'd-two' }])
  })

  it('holds the calls it is told of, and knows of none once the connection is lost', () => {
    const { live, socket } = connect()
    const shown = () => {
      vi.advanceTimersByTime(20)
      return live.read().calls?.map((call) => `${call.id} ${call.state}`) ?? null
    }
    expect(shown()).toBeNull()
    socket.says({ type: 'call', whole: true, items: [aCall('a', 'ringing'), aCall('b', 'ringing')], gone: [] })
    expect(shown()).toEqual(['a ringing', 'b ringing'])
    socket.says({ type: 'call', whole: false, items: [aCall('b', 'answered')], gone: ['a', 'never-held'] })
    expect(shown()).toEqual(['b answered'])
    socket.says({ type: 'call', whole: true, items: [], gone: [] })
    expect(shown()).toEqual([])
    socket.close()
    expect(shown()).toBeNull()
  })

  it('gives no receipts for those who do not answer dispatches', () => {
    const { live, socket } = connect(false)
    live.displayed('d-one')
    expect(socket.ofType('receipt')).toEqual([])
    expect(socket.ofType('displayed')).toEqual([])
  })

  it('shows an acknowledgement as sent until the card itself says so', () => {
    const { live, socket } = connect()
    live.acknowledge('d-one')
    vi.advanceTimersByTime(50)
    expect(live.read().acknowledgements.get('d-one')?.state).toBe('sending')
    const dispatch = { ...aDispatch('acknowledged'), id: 'd-one' }
    socket.says({ type: 'frame', from: 5, to: 6, items: [anEvent(aCard({ version: 2, dispatch }), 6)] })
    vi.advanceTimersByTime(50)
    expect(live.read().acknowledgements.size).toBe(0)
  })

  it('says why an acknowledgement was refused', () => {
    const { live, socket } = connect()
    live.acknowledge('d-one')
    socket.says({ type: 'acked', dispatch: 'd-one', ok: false, detail: 'Another dispatcher has taken it.' })
    vi.advanceTimersByTime(50)
    expect(live.read().acknowledgements.get('d-one')).toEqual({
      state: 'refused',
      detail: 'Another dispatcher has taken it.',
    })
  })

  it('never lets a lost acknowledgement look like one that was heard', () => {
    const { live, socket } = connect()
    live.acknowledge('d-one')
    socket.close()
    vi.advanceTimersByTime(50)
    expect(live.read().acknowledgements.get('d-one')?.state).toBe('unsure')
    live.acknowledge('d-one')
    vi.advanceTimersByTime(50)
    expect(live.read().acknowledgements.get('d-one')?.detail).toContain('not connected')
  })

  it('comes back by itself and goes on where it was', () => {
    const { live, socket } = connect()
    socket.close()
    vi.advanceTimersByTime(50)
    expect(live.read().phase).toBe('waiting')
    vi.advanceTimersByTime(2000)
    const next = FakeSocket.made.at(-1)
    expect(next).not.toBe(socket)
    next?.says({ type: 'hello', node: 'n', epoch: 'e', position: 5, heartbeat_s: 15 })
    vi.advanceTimersByTime(50)
    expect(next?.ofType('subscribe')).toEqual([{ type: 'subscribe', after: 5 }])
    expect(live.read().phase).toBe('live')
    expect(live.read().board.has('one')).toBe(true)
  })

  it('judges silence, and waits, by no clock that can be set', () => {
    const { live, socket } = connect()
    vi.setSystemTime(Date.now() + 3_600_000)
    vi.advanceTimersByTime(1000)
    expect(live.read().phase).toBe('live')
    vi.setSystemTime(Date.now() - 7_200_000)
    socket.says({ type: 'ping' })
    vi.advanceTimersByTime(1000)
    expect(live.read().completeAt).toBe(Date.now() - 1000)
    vi.setSystemTime(Date.now() - 3_600_000)
    vi.advanceTimersByTime(45_000)
    expect(live.read()).toMatchObject({ phase: 'waiting', reason: 'The server has gone quiet.' })
    expect(live.read().retryAt).toBeLessThan(Date.now() + 1000)
    vi.setSystemTime(Date.now() - 3_600_000)
    vi.advanceTimersByTime(2000)
    expect(FakeSocket.made).toHaveLength(2)
  })

  it('draws many messages of one moment once', () => {
    const { live, socket } = connect()
    vi.advanceTimersByTime(50)
    const drawn = vi.fn()
    live.subscribe(drawn)
    for (let position = 6; position < 106; position++) {
      socket.says({
        type: 'frame',
        from: position - 1,
        to: position,
        items: [anEvent(waiting(`x${position}`), position)],
      })
    }
    vi.advanceTimersByTime(50)
    expect(drawn).toHaveBeenCalledTimes(1)
    expect(live.read().board.size).toBe(101)
  })

  it('takes nothing more from a connection it has left', () => {
    const { live, socket } = connect()
    live.stop()
    socket.says({ type: 'frame', from: 5, to: 6, items: [] })
    vi.advanceTimersByTime(50)
    expect(live.read().phase).toBe('off')
  })
})
