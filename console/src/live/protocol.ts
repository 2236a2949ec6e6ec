// The client's side of the console protocol as a pure state machine: what happened goes in, the new state and what to
// do about it come out. No socket and no timer in here, so every order of things can be tested.
import type { Call, Card, CloudEvent } from '../api/types.ts'
import type { ClientMessage, ServerMessage, ServerMode } from './messages.ts'

export type Phase =
  | 'off' // nobody signed in
  | 'connecting' // first words not yet heard
  | 'filling' // subscribed, still behind the position that hello named
  | 'live'
  | 'waiting' // connection lost; another try at `retryAt`
  | 'refused' // the server ended it for good; a person must act

export interface State {
  phase: Phase
  epoch: string | null
  // Everything up to here has been heard; null before the first snapshot.
  position: number | null
  // When `position` was last known to be all there was, by the workstation's clock.
  completeAt: number | null
  // The position the server stood at when we connected: until then we are filling.
  goal: number
  heartbeatMs: number
  // On `now`'s clock; null before the first word of this connection.
  lastHeardAt: number | null
  snapshot: { position: number; parts: number; items: Card[]; seen: number[] } | null
  // Frames that arrived between the parts of a snapshot.
  held: { from: number; to: number; items: CloudEvent[] }[]
  attempt: number
  // On `now`'s clock.
  retryAt: number | null
  reason: string | null
  mode: ServerMode
}

// `now` is in milliseconds that only ever go on, for what is waited for: a workstation's clock can be set back or ahead.
// `clock` is that clock, for what people are told.
export type Happening =
  | { what: 'start' }
  | { what: 'stop' }
  | { what: 'message'; message: ServerMessage; now: number; clock: number }
  | { what: 'lost'; now: number; random: number }
  | { what: 'tick'; now: number }
  | { what: 'retry' }

export type Effect =
  | { do: 'connect' }
  | { do: 'close' }
  | { do: 'send'; message: ClientMessage }
  | { do: 'replace_board'; cards: Card[] }
  | { do: 'apply'; events: CloudEvent[] }
  | { do: 'learn'; cards: Card[] }
  | { do: 'leave'; stream: string }
  | { do: 'calls'; whole: boolean; items: Call[]; gone: string[] }
  | { do: 'acked'; dispatch: string; ok: boolean; detail: string | null }
  | { do: 'check_session' }

export interface Step {
  state: State
  effects: Effect[]
}

const defaultHeartbeatMs = 15_000

export const initialState: State = {
  phase: 'off',
  epoch: null,
  position: null,
  completeAt: null,
  goal: 0,
  heartbeatMs: defaultHeartbeatMs,
  lastHeardAt: null,
  snapshot: null,
  held: [],
  attempt: 0,
  retryAt: null,
  reason: null,
  mode: 'normal',
}

// Full jitter between half and the whole of 0.5, 1, 2, 4 ... 15 seconds, so that a thousand consoles do not come back
// in one instant.
export function backOffMs(attempt: number, random: number): number {
  const whole = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10))
  return Math.round(whole / 2 + (whole / 2) * random)
}

function connecting(state: State): Step {
  return {
    state: { ...state, phase: 'connecting', snapshot: null, held: [], retryAt: null, lastHeardAt: null },
    effects: [{ do: 'connect' }],
  }
}

function afterLoss(state: State, now: number, random: number): Step {
  if (state.phase === 'off' || state.phase === 'refused') return { state, effects: [] }
  const attempt = state.attempt + 1
  const next: State = {
    ...state,
    phase: 'waiting',
    snapshot: null,
    held: [],
    attempt,
    retryAt: now + backOffMs(state.attempt, random),
    reason: state.reason ?? 'The connection to the server was lost.',
  }
  // A socket that never opens may mean that the session has ended, which the browser does not tell us.
  return { state: next, effects: state.phase === 'connecting' ? [{ do: 'check_session' }] : [] }
}

// A hole in the sequence: nothing is guessed. The connection starts again after what is held.
function gap(state: State): Step {
  return { state: { ...state, reason: 'Some updates were missed; asking for them again.' }, effects: [{ do: 'close' }] }
}

function reached(state: State, position: number, clock: number): State {
  const phase = state.phase === 'filling' && position < state.goal ? 'filling' : 'live'
  return { ...state, phase, position, completeAt: clock, attempt: 0, reason: phase === 'live' ? null : state.reason }
}

function onFrame(state: State, frame: { from: number; to: number; items: CloudEvent[] }, clock: number): Step {
  if (state.snapshot !== null) return { state: { ...state, held: [...state.held, frame] }, effects: [] }
  if (state.position === null) return gap(state)
  if (frame.to <= state.position) return { state, effects: [] }
  if (frame.from !== state.position) return gap(state)
  const effects: Effect[] = frame.items.length > 0 ? [{ do: 'apply', events: frame.items }] : []
  return { state: reached(state, frame.to, clock), effects }
}

function onSnapshotPart(state: State, part: Extract<ServerMessage, { type: 'snapshot' }>, clock: number): Step {
  const same = state.snapshot?.position === part.position && state.snapshot.parts === part.parts
  const held =
    same && state.snapshot ? state.snapshot : { position: part.position, parts: part.parts, items: [], seen: [] }
  if (held.seen.includes(part.part)) return { state, effects: [] }
  const snapshot = { ...held, items: [...held.items, ...part.items], seen: [...held.seen, part.part] }
  if (snapshot.seen.length < snapshot.parts) return { state: { ...state, snapshot }, effects: [] }
  let step: Step = {
    state: reached({ ...state, snapshot: null, held: [] }, snapshot.position, clock),
    effects: [{ do: 'replace_board', cards: snapshot.items }],
  }
  for (const frame of state.held) {
    const next = onFrame(step.state, frame, clock)
    step = { state: next.state, effects: [...step.effects, ...next.effects] }
  }
  return step
}

function onHello(state: State, hello: Extract<ServerMessage, { type: 'hello' }>, clock: number): Step {
  // Another epoch is another log: its positions mean nothing here.
  const resume = state.epoch === hello.epoch && state.position !== null && state.position <= hello.position
  const position = resume ? state.position : null
  const caughtUp = position !== null && position === hello.position
  return {
    state: {
      ...state,
      phase: caughtUp ? 'live' : 'filling',
      epoch: hello.epoch,
      position,
      completeAt: caughtUp ? clock : state.completeAt,
      goal: hello.position,
      heartbeatMs: hello.heartbeat_s > 0 ? hello.heartbeat_s * 1000 : defaultHeartbeatMs,
      ...(caughtUp ? { attempt: 0, reason: null } : {}),
    },
    effects: [
      { do: 'send', message: position === null ? { type: 'subscribe' } : { type: 'subscribe', after: position } },
    ],
  }
}

const byeReasons: Record<string, string> = {
  restarting: 'The server is restarting.',
  handed_over: 'This server can not reach the record; another one takes over.',
  heartbeat_missed: 'The server did not hear from this console.',
  message_refused: 'The server did not understand this console.',
  internal: 'The server met a fault.',
}

function onBye(state: State, bye: Extract<ServerMessage, { type: 'bye' }>): Step {
  if (bye.code === 'signed_out') {
    return {
      state: { ...state, phase: 'refused', reason: 'The server ended this console’s session.' },
      effects: [{ do: 'close' }, { do: 'check_session' }],
    }
  }
  // resume false: what is held can not be continued from, so the next connection asks for a snapshot.
  const position = !bye.resume ? null : state.position
  return {
    state: { ...state, position, reason: byeReasons[bye.code] ?? 'The server closed the connection.' },
    effects: [{ do: 'close' }],
  }
}

function onMessage(heard: State, message: ServerMessage, clock: number): Step {
  switch (message.type) {
    case 'hello':
      return onHello({ ...heard, mode: message.mode ?? 'normal' }, message, clock)
    case 'snapshot':
      return onSnapshotPart(heard, message, clock)
    case 'frame':
      return onFrame(heard, message, clock)
    case 'left':
      return { state: heard, effects: [{ do: 'leave', stream: message.stream }] }
    case 'call':
      // Beside the log, as they are now: the position stays where it is.
      return {
        state: heard,
        effects: [{ do: 'calls', whole: message.whole, items: message.items, gone: message.gone }],
      }
    case 'outage':
      // Beside the log: the position stays where it is.
      return { state: { ...heard, mode: message.mode }, effects: [{ do: 'learn', cards: message.items }] }
    case 'ping': {
      // A heartbeat with nothing before it says that what we hold is still all there is.
      const mode = message.mode ?? 'normal'
      const state = heard.phase === 'live' ? { ...heard, mode, completeAt: clock } : { ...heard, mode }
      const pong: ClientMessage =
        heard.position === null ? { type: 'pong' } : { type: 'pong', position: heard.position }
      return { state, effects: [{ do: 'send', message: pong }] }
    }
    case 'acked':
      return {
        state: heard,
        effects: [{ do: 'acked', dispatch: message.dispatch, ok: message.ok, detail: message.detail ?? null }],
      }
    case 'bye':
      return onBye(heard, message)
  }
}

export function step(state: State, happening: Happening): Step {
  switch (happening.what) {
    case 'start':
      return state.phase === 'off' || state.phase === 'refused'
        ? connecting({ ...state, reason: null, attempt: 0 })
        : { state, effects: [] }
    case 'stop':
      return { state: initialState, effects: [{ do: 'close' }] }
    case 'message':
      return state.phase === 'off'
        ? { state, effects: [] }
        : onMessage({ ...state, lastHeardAt: happening.now }, happening.message, happening.clock)
    case 'lost':
      return afterLoss(state, happening.now, happening.random)
    case 'tick': {
      if (state.phase === 'waiting' && state.retryAt !== null && happening.now >= state.retryAt)
        return connecting(state)
      const open = state.phase === 'live' || state.phase === 'filling'
      if (open && state.lastHeardAt !== null && happening.now - state.lastHeardAt > state.heartbeatMs * 3) {
        return { state: { ...state, reason: 'The server has gone quiet.' }, effects: [{ do: 'close' }] }
      }
      return { state, effects: [] }
    }
    case 'retry':
      return state.phase === 'waiting' ? connecting(state) : { state, effects: [] }
  }
}
