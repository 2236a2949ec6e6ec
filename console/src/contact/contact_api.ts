// The calls of Take contact beside taking it: what follows on the incident while the caller is still on the line.
import { request } from '../api/client.ts'
import type { components } from '../api/openapi.d.ts'
import type { Card, FactValue } from '../api/types.ts'

type Schemas = components['schemas']
export type History = Schemas['History']
export type HistorySource = Schemas['HistorySource']
export type FactsAnswer = Schemas['FactsAnswer']
export type Candidates = Schemas['Candidates']
export type Candidate = Candidates['candidates'][number]
export type Pathways = Schemas['Pathways']
export type Pathway = Pathways['pathways'][number]
export type PathwayRequest = Schemas['PathwayRequest']
export type CrimeProposal = Schemas['CrimeProposal']
export interface LinkAnswer {
  incident: Card
  other: Card | null
}

export interface HistoryKeys {
  phone: string | null
  address: string | null
}

const incidentAt = (id: string) => `/v1/incidents/${encodeURIComponent(id)}`

export const contactApi = {
  history: ({ phone, address }: HistoryKeys, signal: AbortSignal) => {
    const keys = new URLSearchParams()
    if (phone !== null) keys.set('phone', phone)
    if (address !== null) keys.set('address', address)
    return request<History>(`/v1/history?${keys}`, { signal, timeoutMs: 5000 })
  },
  addFact: (id: string, fact: string, value: FactValue, contact: string, idempotencyKey: string) =>
    request<FactsAnswer>(`${incidentAt(id)}/facts`, {
      method: 'POST',
      body: { facts: { [fact]: value }, source: { kind: 'caller', contact } },
      idempotencyKey,
    }),
  withdrawFact: (id: string, fact: string, idempotencyKey: string) =>
    request<FactsAnswer>(`${incidentAt(id)}/facts/withdraw`, {
      method: 'POST',
      body: { facts: [fact] },
      idempotencyKey,
    }),
  candidates: (id: string) => request<Candidates>(`${incidentAt(id)}/candidates`),
  join: (card: Card, other: string, kind: 'duplicate' | 'related', rationale: string, idempotencyKey: string) =>
    request<LinkAnswer>(`${incidentAt(card.id)}/links`, {
      method: 'POST',
      body: rationale === '' ? { kind, other } : { kind, other, rationale },
      idempotencyKey,
      version: card.version,
    }),
  part: (card: Card, other: string, idempotencyKey: string) =>
    request<LinkAnswer>(`${incidentAt(card.id)}/links/${encodeURIComponent(other)}/undo`, {
      method: 'POST',
      body: { rationale: 'Joined by a slip of the keyboard.' },
      idempotencyKey,
      version: card.version,
    }),
  pathways: (id: string) => request<Pathways>(`${incidentAt(id)}/pathways`),
  resolve: (id: string, version: number, body: PathwayRequest, idempotencyKey: string) =>
    request<{ incident: Card }>(`${incidentAt(id)}/pathway`, {
      method: 'POST',
      body,
      idempotencyKey,
      version,
    }),
}
