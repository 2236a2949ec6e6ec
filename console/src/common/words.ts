// Codes of the contract in plain words.
import type { Card, Channel, Outcome } from '../api/types.ts'

export const channels: { code: Channel; label: string; key: string }[] = [
  { code: '999', label: '999', key: '9' },
  { code: '101', label: '101', key: '1' },
  { code: 'live_chat', label: 'Live chat', key: 'l' },
  { code: 'web_form', label: 'Web form', key: 'w' },
  { code: 'email', label: 'Email', key: 'e' },
  { code: 'partner', label: 'Partner', key: 'p' },
  { code: 'counter', label: 'Counter', key: 'c' },
  { code: 'officer', label: 'Officer', key: 'o' },
]

export const outcomes: { code: Outcome; label: string; key: string }[] = [
  { code: 'update_given', label: 'Update given', key: 'u' },
  { code: 'transferred', label: 'Transferred', key: 't' },
  { code: 'wrong_number', label: 'Wrong number', key: 'w' },
  { code: 'test_call', label: 'Test call', key: 'e' },
  { code: 'advice_given', label: 'Advice given', key: 'a' },
  { code: 'abandoned_in_queue', label: 'Abandoned in the queue', key: 'q' },
  { code: 'misrouted', label: 'Misrouted', key: 'm' },
  { code: 'no_police_action', label: 'No police action', key: 'n' },
]

const resourcings: Record<Card['resourcing'], string> = {
  unresourced: 'no unit',
  resourced: 'unit going',
  attended: 'unit there',
}

// "suspect_present" -> "Suspect present"; "DEPLOY_EMERGENCY" -> "Deploy emergency".
export function plain(code: string): string {
  const words = code.replaceAll('_', ' ').trim().toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function channelLabel(code: string): string {
  return channels.find((channel) => channel.code === code)?.label ?? plain(code)
}

export function outcomeLabel(code: string): string {
  return outcomes.find((outcome) => outcome.code === code)?.label ?? plain(code)
}

// Whether somebody goes to an incident.
export function resourcingLabel(code: Card['resourcing']): string {
  return resourcings[code]
}

export function valueInWords(value: unknown): string {
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (value === null || value === undefined) return 'not known'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueInWords).join(', ')
  if (typeof value === 'string') return value.replaceAll('_', ' ')
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}
