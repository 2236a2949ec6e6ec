// Texts to callers in plain words: how each stands, and to whom it goes. Pure.
import type { Incident } from '../api/types.ts'
import { channelLabel, plain } from '../common/words.ts'

type Message = Incident['messages'][number]

const reasons: Readonly<Record<string, string>> = {
  no_answer: 'the provider did not answer',
  no_gateway: 'this server has no way of sending texts',
  unavailable: 'the provider cannot be reached',
  refused: 'the provider refuses it',
  erased: 'its words have been erased',
}

function why(code: string | null): string {
  return code === null ? '' : (reasons[code] ?? plain(code).toLowerCase())
}

export function messageState({ state, attempts, reason_code }: Pick<Message, 'state' | 'attempts' | 'reason_code'>) {
  switch (state) {
    case 'waiting':
      if (attempts === 0) return 'Waits to be sent'
      return `Has not gone yet, tried ${attempts === 1 ? 'once' : `${attempts} times`}: ${why(reason_code) || 'no reason given'}`
    case 'sending':
      return attempts > 1 ? `Is being sent, try ${attempts}` : 'Is being sent'
    case 'sent':
      return 'Sent'
    case 'given_up':
      return `Given up after ${attempts === 1 ? 'one try' : `${attempts} tries`}: ${why(reason_code) || 'no reason given'}. Somebody has to tell the caller`
  }
}

// The caller of that contact, by name and number where one may see them.
export function addressee(contact: string, record: Pick<Incident, 'contacts'>): string {
  const found = record.contacts.find((one) => one.id === contact)
  if (found === undefined) return 'a caller'
  const { name, phone } = found.personal?.caller ?? {}
  return [name, phone].filter(Boolean).join(', ') || `the caller by ${channelLabel(found.channel)}`
}
