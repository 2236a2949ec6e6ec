// The live board: the WebSocket, the timers and the clock around the pure machine of protocol.ts, as a store that
// components read with useSyncExternalStore. One per signed-in page.
import type { Call, Card } from '../api/types.ts'
import { serverClock } from '../common/server_clock.ts'
import { emptyBoard, fromSnapshot, withCards, withEvents, without, type Board } from './board.ts'
import { parseMessage, subprotocol, type ClientMessage, type ServerMode } from './messages.ts'
import { initialState, step, type Effect, type Happening, type Phase, type State } from './protocol.ts'

export interface Acknowledgement {
  state: 'sending' | 'refused' | 'unsure'
  detail: string | null
}

export interface LiveView {
  phase: Phase
  position: number | null
  // Both on the server's clock, milliseconds.
  completeAt: number | null
  retryAt: number | null
  reason: string | null
  mode: ServerMode
  board: Board
  // The calls that ring and the one this person has answered; null while the server does not tell of them.
  calls: readonly Call[] | null
  acknowledgements: ReadonlyMap<string, Acknowledgement>
}

interface Options {
  url: string
  // Receipts and acknowledgements are for those whose job they are.
  answersDispatches: boolean
  onSessionDoubt: () => void
}

const publishEveryMs = 16

function withCalls(held: readonly Call[], items: readonly Call[], gone: readonly string[]): Call[] {
  const replaced = new Set([...gone, ...items.map((call) => call.id)])
  return [...held.filter((call) => !replaced.has(call.id)), ...items]
}

export class LiveConnection {
  private state: State = initialState
  private board: Board = emptyBoard
  private calls: readonly Call[] | null = null
  private acknowledgements = new Map<string, Acknowledgement>()
  private socket: WebSocket | null = null
  private ticker: ReturnType<typeof setInterval> | null = null
  private publishing: ReturnType<typeof setTimeout> | null = null
  private readonly receipted = new Set<string>()
  private readonly shown = new Set<string>()
  private readonly listeners = new Set<() => void>()
  private view: LiveView

  constructor(private readonly options: Options) {
    this.view = this.makeView()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly read = (): LiveView => this.view

  start(): void {
    this.ticker ??= setInterval(() => this.happen({ what: 'tick', now: performance.now() }), 500)
    this.happen({ what: 'start' })
  }

  stop(): void {
    if (this.ticker !== null) clearInterval(this.ticker)
    this.ticker = null
    this.happen({ what: 'stop' })
  }

  retryNow(): void {
    this.happen({ what: 'retry' })
  }

  // Cards that came with an answer to a request of this page; the frames bring the same a moment later.
  learn(cards: Card[]): void {
    this.changeBoard(withCards(this.board, cards))
  }

  // The dispatch's row is on the screen.
  displayed(dispatch: string): void {
    if (!this.options.answersDispatches || this.shown.has(dispatch)) return
    if (this.send({ type: 'displayed', dispatch })) this.shown.add(dispatch)
  }

  acknowledge(dispatch: string): void {
    const sent = this.send({ type: 'ack', dispatch })
    this.acknowledgements = new Map(this.acknowledgements).set(
      dispatch,
      sent
        ? { state: 'sending', detail: null }
        : { state: 'refused', detail: 'Not sent: this console is not connected.' },
    )
    this.publish()
  }

  private happen(happening: Happening): void {
    const before = this.state
    const { state, effects } = step(this.state, happening)
    this.state = state
    for (const effect of effects) this.perform(effect)
    if (before !== this.state || effects.length > 0) this.publish()
  }

  private perform(effect: Effect): void {
    switch (effect.do) {
      case 'connect':
        return this.connect()
      case 'close':
        return this.disconnect()
      case 'send':
        this.send(effect.message)
        return
      case 'replace_board':
        return this.changeBoard(fromSnapshot(effect.cards))
      case 'apply':
        for (const event of effect.events) serverClock.isAtLeast(event.time)
        return this.changeBoard(withEvents(this.board, effect.events))
      case 'learn':
        return this.changeBoard(withCards(this.board, effect.cards))
      case 'leave':
        return this.changeBoard(without(this.board, effect.stream))
      case 'calls':
        this.calls = withCalls(effect.whole ? [] : (this.calls ?? []), effect.items, effect.gone)
        return this.publish()
      case 'acked':
        return this.acked(effect.dispatch, effect.ok, effect.detail)
      case 'check_session':
        return this.options.onSessionDoubt()
    }
  }

  private connect(): void {
    const socket = new WebSocket(this.options.url, subprotocol)
    this.socket = socket
    socket.onmessage = (event: MessageEvent<string>) => {
      if (this.socket !== socket) return
      const message = parseMessage(event.data)
      if (message) this.happen({ what: 'message', message, now: performance.now(), clock: Date.now() })
    }
    socket.onclose = () => this.lost(socket)
  }

  private disconnect(): void {
    const socket = this.socket
    if (socket === null) return
    socket.close(1000)
    // A socket whose peer is gone takes long to report it; nothing more is taken from it.
    this.lost(socket)
  }

  private lost(socket: WebSocket): void {
    if (this.socket !== socket) return
    this.socket = null
    this.receipted.clear()
    this.shown.clear()
    this.calls = null
    const unsure: Acknowledgement = { state: 'unsure', detail: 'Not confirmed: the connection was lost.' }
    this.acknowledgements = new Map(
      [...this.acknowledgements].map(([id, ack]) => [id, ack.state === 'sending' ? unsure : ack]),
    )
    this.happen({ what: 'lost', now: performance.now(), random: Math.random() })
  }

  private send(message: ClientMessage): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false
    this.socket.send(JSON.stringify(message))
    return true
  }

  private acked(dispatch: string, ok: boolean, detail: string | null): void {
    const acknowledgements = new Map(this.acknowledgements)
    if (ok) acknowledgements.delete(dispatch)
    else acknowledgements.set(dispatch, { state: 'refused', detail: detail ?? 'The server refused it.' })
    this.acknowledgements = acknowledgements
  }

  private changeBoard(board: Board): void {
    if (board === this.board) return
    this.board = board
    this.sendReceipts()
    this.publish()
  }

  private sendReceipts(): void {
    if (!this.options.answersDispatches) return
    for (const { dispatch } of this.board.values()) {
      if (dispatch === null) continue
      if (dispatch.state === 'acknowledged') this.forget(dispatch.id)
      else if (!this.receipted.has(dispatch.id) && this.send({ type: 'receipt', dispatch: dispatch.id })) {
        this.receipted.add(dispatch.id)
      }
    }
  }

  private forget(dispatch: string): void {
    if (!this.acknowledgements.has(dispatch)) return
    this.acknowledgements = new Map(this.acknowledgements)
    this.acknowledgements.delete(dispatch)
  }

  private makeView(): LiveView {
    const { phase, position, completeAt, retryAt, reason, mode } = this.state
    const server = serverClock.now()
    return {
      phase,
      position,
      completeAt: completeAt === null ? null : completeAt - Date.now() + server,
      retryAt: retryAt === null ? null : retryAt - performance.now() + server,
      reason,
      mode,
      board: this.board,
      calls: this.calls,
      acknowledgements: this.acknowledgements,
    }
  }

  // Many messages in one moment make one rendering.
  private publish(): void {
    this.publishing ??= setTimeout(() => {
      this.publishing = null
      this.view = this.makeView()
      for (const listener of this.listeners) listener()
    }, publishEveryMs)
  }
}
