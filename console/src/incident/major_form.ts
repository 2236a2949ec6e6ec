// The declaration of a major incident. Pure.
import type { Field } from '../common/form.ts'
import type { ActionForm } from './action_form.ts'
import type { IncidentRecord } from './stands_open.ts'

export function majorForm(record: IncidentRecord): ActionForm {
  const words = (pointer: string, label: string): Field => ({
    pointer,
    label,
    kind: 'words',
    rows: 2,
    required: true,
    max: 1000,
  })
  return {
    title: `Declare a major incident on ${record.number}`,
    send: 'Declare it',
    path: '/v1/major-incidents',
    about: 'Write what is known, or that it is not known.',
    fields: [
      { pointer: '/name', label: 'Name, without personal data', kind: 'line', required: true },
      words('/methane/exact_location', 'Exact location'),
      words('/methane/type', 'Type'),
      words('/methane/hazards', 'Hazards'),
      words('/methane/access', 'Access'),
      words('/methane/number_of_casualties', 'Number of casualties'),
      words('/methane/emergency_services', 'Emergency services there and needed'),
      { pointer: '/posts/gold', label: 'Gold, strategic command', kind: 'line', required: true },
      { pointer: '/posts/silver', label: 'Silver, tactical command', kind: 'line', required: true },
      { pointer: '/posts/bronze', label: 'Bronze, operational command', kind: 'line', required: true },
    ],
    body: (body) => ({ ...body, incident: record.id }),
  }
}
