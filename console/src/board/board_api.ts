// The calls of the board: who goes, who has been told, what is declared.
import { request } from '../api/client.ts'
import type { components } from '../api/openapi.d.ts'
import type { Card } from '../api/types.ts'

type Schemas = components['schemas']
export type ChainAnswer = Schemas['ChainAnswer']
export type ChainStep = Schemas['ChainStep']
export type UnitState = Schemas['UnitReportRequest']['state']
export type MajorIncident = Schemas['MajorIncident']
export type MajorIncidentRequest = Schemas['MajorIncidentRequest']
export type MajorIncidentJoined = Schemas['MajorIncidentJoined']

const incidentAt = (id: string) => `/v1/incidents/${encodeURIComponent(id)}`
const majorAt = (id: string) => `/v1/major-incidents/${encodeURIComponent(id)}`
const post = <T>(path: string, body: unknown, idempotencyKey: string) =>
  request<T>(path, { method: 'POST', body, idempotencyKey })

export interface UnitReport {
  unit: string
  state: UnitState
  reason_code?: string
}

export const boardApi = {
  unit: (id: string, report: UnitReport, key: string) => post<ChainAnswer>(`${incidentAt(id)}/units`, report, key),
  unresourced: (id: string, reason: string, key: string) =>
    post<ChainAnswer>(`${incidentAt(id)}/unresourced`, { reason_code: reason }, key),
  answerEscalation: (incident: string, escalation: string, key: string) =>
    post<ChainAnswer>(`${incidentAt(incident)}/escalations/${encodeURIComponent(escalation)}/acknowledge`, {}, key),
  link: (card: Card, other: string, kind: 'duplicate' | 'related', rationale: string, key: string) =>
    request<{ incident: Card; other: Card | null }>(`${incidentAt(card.id)}/links`, {
      method: 'POST',
      body: rationale === '' ? { kind, other } : { kind, other, rationale },
      idempotencyKey: key,
      version: card.version,
    }),
  leaveDesk: (status: 'break' | 'off', key: string) =>
    post<{ returned: string[]; not_returned: unknown[] }>('/v1/duty/status', { status }, key),
  majorIncident: (id: string) => request<MajorIncident>(majorAt(id)),
  declareMajor: (body: MajorIncidentRequest, key: string) =>
    post<{ major_incident: MajorIncident }>('/v1/major-incidents', body, key),
  tellAll: (id: string, text: string, key: string) =>
    post<{ major_incident: MajorIncident; tasks?: number }>(`${majorAt(id)}/update`, { text }, key),
  standDown: (id: string, text: string, key: string) =>
    post<{ major_incident: MajorIncident }>(`${majorAt(id)}/stand-down`, { text }, key),
  joinContacts: (id: string, contacts: string[], rationale: string, key: string) =>
    post<MajorIncidentJoined>(`${majorAt(id)}/contacts`, { contacts, rationale }, key),
}
