// The messages of the console socket, subprotocol frontdoor.console.v1 (schemas/asyncapi.yaml).
import type { Call, Card, CloudEvent } from '../api/types.ts'

export const subprotocol = 'frontdoor.console.v1'

// Whether the server reaches the record; normal where it does not say.
export type ServerMode = 'normal' | 'degraded' | 'replaying'

export type ServerMessage =
  | { type: 'hello'; node: string; epoch: string; position: number; heartbeat_s: number; mode?: ServerMode }
  | { type: 'snapshot'; position: number; part: number; parts: number; items: Card[] }
  | { type: 'frame'; from: number; to: number; items: CloudEvent[] }
  | { type: 'left'; stream: string }
  | { type: 'call'; whole: boolean; items: Call[]; gone: string[] }
  | { type: 'ping'; mode?: ServerMode }
  | { type: 'outage'; mode: ServerMode; items: Card[] }
  | { type: 'acked'; dispatch: string; ok: boolean; code?: string; detail?: string }
  | { type: 'bye'; code: string; resume: boolean; detail?: string }

export type ClientMessage =
  | { type: 'subscribe'; after?: number; districts?: string[]; grades?: string[] }
  | { type: 'receipt' | 'displayed' | 'ack'; dispatch: string }
  | { type: 'pong'; position?: number }

// The message, or null for a type this console does not know: a newer server may say more, which is no fault.
export function parseMessage(text: string): ServerMessage | null {
  const known = ['hello', 'snapshot', 'frame', 'left', 'call', 'ping', 'outage', 'acked', 'bye']
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || !('type' in value)) return null
  return known.includes(String(value.type)) ? (value as ServerMessage) : null
}
