// Makers of the record that tests need.
import { aCard } from '../test_support.ts'
import type { IncidentRecord } from './stands_open.ts'

export function aRecord(part: Partial<IncidentRecord> = {}): IncidentRecord {
  return {
    ...aCard(),
    facts: {},
    statements: {},
    contradictions: [],
    not_establishable: [],
    assessment: null,
    contacts: [],
    notes_list: [],
    grade_history: [],
    approvals: [],
    tasks: [],
    promise: null,
    condition: null,
    clock_from: '2026-03-01T12:00:00Z',
    earlier_clocks: [],
    closing: null,
    handoffs: [],
    attendance: { police_attending: true, partner_attending: false },
    owner: 'police',
    sender_grade: null,
    deferrals: { count: 0, review_at: null },
    units: [],
    chain: [],
    escalations: [],
    links: [],
    nsir: null,
    planned: null,
    needs: [],
    messages: [],
    ...part,
  }
}
