// A call of an incident in words: how far it came, and how it stands. Pure.
import type { Call } from '../api/types.ts'

const states: Record<Call['state'], string> = {
  ringing: 'ringing',
  located: 'ringing',
  answered: 'answered',
  silent_solution: 'silent, put through after 55 was pressed',
  ended: 'answered',
  abandoned: 'abandoned before anybody answered',
}

const standings: Record<Call['standing'], string> = {
  live: 'still on the line',
  over: 'over',
  call_back: 'to be rung back',
  called_back: 'rung back',
}

export function callState(call: Pick<Call, 'state' | 'answered_at'>): string {
  if (call.state === 'abandoned' && call.answered_at !== null) return 'given up by the caller'
  return states[call.state]
}

export function callStanding(call: Pick<Call, 'standing' | 'call_backs'>): string {
  const tried = call.call_backs === 0 ? '' : `, tried ${call.call_backs === 1 ? 'once' : `${call.call_backs} times`}`
  return standings[call.standing] + tried
}

// Nobody has spoken with whoever called: what is owed for that is said with the call.
export function isUnheard(call: Pick<Call, 'state'>): boolean {
  return call.state === 'abandoned' || call.state === 'silent_solution'
}
