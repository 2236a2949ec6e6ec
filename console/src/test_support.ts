// Makers of the shapes that tests need.
import type { Call, Card, CloudEvent, Dispatch, Duty, FactDefinition, NextQuestion } from './api/types.ts'

export function aCard(part: Partial<Card> = {}): Card {
  return {
    id: 'one',
    number: 'GMP-20260301-000001',
    version: 1,
    status: 'open',
    grade: '2',
    grade_name: 'Priority',
    grade_state: 'proposed',
    opened_at: '2026-03-01T12:00:00Z',
    received_at: '2026-03-01T12:00:00Z',
    allocate_by: '2026-03-01T12:40:00Z',
    arrive_by: '2026-03-01T13:00:00Z',
    district: 'Salford',
    flags: [],
    pathway: null,
    channel: '999',
    contacts: 1,
    notes: 0,
    dispatch: null,
    updated_at: '2026-03-01T12:00:00Z',
    suggested_grade: null,
    open_tasks: 0,
    approval: null,
    response_reduced: false,
    resourcing: 'unresourced',
    escalated_to: [],
    joined_to: null,
    absorbed: 0,
    major_incident: null,
    ...part,
  }
}

export function aDuty(part: Partial<Duty> = {}): Duty {
  return {
    post: 'district_inspector',
    area: 'north',
    person: 'insp1',
    from: '2026-03-07T06:00:00.000000Z',
    to: '2026-03-07T18:00:00.000000Z',
    on_call: false,
    ...part,
  }
}

export function aCall(id: string, state: Call['state']): Call {
  return {
    id,
    state,
    standing: 'live',
    channel: '999',
    first_at: '2026-03-01T12:00:00Z',
    answered_at: state === 'ringing' ? null : '2026-03-01T12:00:04Z',
    over_at: null,
    contact: 'contact',
    district: null,
    agent: state === 'ringing' ? null : 'handler',
    relay: null,
    incident: null,
    call_back_by: null,
    call_backs: 0,
  }
}

export function aDispatch(state: Dispatch['state'], acknowledge_by = '2026-03-01T12:00:15Z') {
  return { id: 'dispatch', state, acknowledge_by, acknowledged_by: null, acknowledged_at: null, voice: null }
}

export function anEvent(card: Card | null, position: number): CloudEvent {
  return {
    specversion: '1.0',
    id: `event-${position}`,
    source: '/frontdoor',
    type: 'uk.police.frontdoor.incident.opened.v1',
    subject: `incident/${card?.id ?? 'none'}`,
    time: '2026-03-01T12:00:00Z',
    datacontenttype: 'application/json',
    position,
    actor: 'user:handler',
    data: card ? { incident: card } : {},
  }
}

export function aQuestion(fact: string, part: Partial<NextQuestion> = {}): NextQuestion {
  return { fact, text: `${fact}?`, type: 'boolean', options: [], could_raise_to: null, ...part }
}

export function aFact(fact: string, part: Partial<FactDefinition> = {}): FactDefinition {
  return { fact, type: 'boolean', options: [], text: '', starred: false, ...part }
}
