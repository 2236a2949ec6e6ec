import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveContext } from '../live/live_context.tsx'
import { emptyBoard } from '../live/board.ts'
import type { LiveConnection, LiveView } from '../live/connection.ts'
import { Degraded } from './degraded.tsx'

// A connection whose view the test turns.
class HeldConnection {
  view: LiveView = {
    phase: 'live',
    position: 1,
    completeAt: 0,
    retryAt: null,
    reason: null,
    mode: 'normal',
    board: emptyBoard,
    calls: null,
    acknowledgements: new Map(),
  }
  private readonly listeners = new Set<() => void>()
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  readonly read = () => this.view
  turn(part: Partial<LiveView>): void {
    this.view = { ...this.view, ...part }
    for (const listener of this.listeners) listener()
  }
}

const readiness = {
  status: 'not_ready',
  checks: { database: 'unavailable', feed: 'ok', draining: false, mode: 'normal' },
}
const asks = vi.fn(() => Promise.resolve(new Response(JSON.stringify(readiness), { status: 503 })))

beforeEach(() => {
  asks.mockClear()
  vi.stubGlobal('fetch', asks)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function show(connection: HeldConnection | null) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <LiveContext value={connection as unknown as LiveConnection | null}>
        <Degraded />
      </LiveContext>
    </QueryClientProvider>,
  )
}

describe('the banner of a server that is not whole', () => {
  it('asks nothing while the console is connected, and says what the socket says', () => {
    const connection = new HeldConnection()
    show(connection)
    expect(screen.queryByTestId('degraded')).toBeNull()
    act(() => connection.turn({ mode: 'degraded' }))
    expect(screen.getByTestId('degraded').textContent).toContain('temporary numbers')
    act(() => connection.turn({ mode: 'normal' }))
    expect(screen.queryByTestId('degraded')).toBeNull()
    expect(asks).not.toHaveBeenCalled()
  })

  it('asks once the connection is lost, and drops that answer when the socket speaks again', async () => {
    const connection = new HeldConnection()
    show(connection)
    act(() => connection.turn({ phase: 'waiting', mode: 'degraded' }))
    expect((await screen.findByTestId('degraded')).textContent).toContain('can not be written')
    expect(asks).toHaveBeenCalledTimes(1)
    act(() => connection.turn({ phase: 'live', mode: 'normal' }))
    expect(screen.queryByTestId('degraded')).toBeNull()
  })

  it('asks for those who have no console', async () => {
    show(null)
    expect((await screen.findByTestId('degraded')).textContent).toContain('can not be written')
  })
})
