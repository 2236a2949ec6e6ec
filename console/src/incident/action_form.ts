// What a form of an action is, and the fields that several have. Pure.
import type { Call, CrimeCodes, Diary, Pathways, Policy, ProblemRecord } from '../api/types.ts'
import type { Choice, Field, Values } from '../common/form.ts'
import { plain } from '../common/words.ts'
import type { IncidentRecord } from './stands_open.ts'

export interface FormContext {
  record: IncidentRecord
  policy: Policy | undefined
  pathways: Pathways | undefined
  codes: CrimeCodes | undefined
  diary: Diary | undefined
  // Problem records that are open, and calls that are on this incident, where the form offers them.
  problems?: readonly ProblemRecord[] | undefined
  calls?: readonly Call[] | undefined
  // The server's clock, in milliseconds, for what is open for a time only.
  now?: number
  // The person's own name in the log, such as "user:handler".
  me: string
}

export interface ActionForm {
  title: string
  send: string
  path: string
  fields: Field[]
  given?: Values
  // Decided on the version the person sees; the server refuses it when the incident has moved on.
  versioned?: boolean
  // The body the form makes, as the request wants it.
  body?: (body: Record<string, unknown>) => Record<string, unknown>
  // Where what is chosen says where it goes, in place of the path.
  address?: (body: Record<string, unknown>) => string
  // Said above the fields.
  about?: string
}

export const coded = (codes: readonly string[]): Choice[] => codes.map((code) => ({ code, text: plain(code) }))
export const rationale = (label = 'Why, in your own words'): Field => ({
  pointer: '/rationale',
  label,
  kind: 'words',
  required: true,
  hint: 'What you know and why it is so. Stock phrases are refused.',
})
export const means: Choice[] = [
  { code: 'radio', text: 'By radio' },
  { code: 'phone', text: 'By phone' },
]

// An officer whose word is recorded; left out, it is the person's own.
export function officerFields(posts: readonly Choice[] | null): Field[] {
  const heard = (values: Values) => values['/officer/name'] !== ''
  return [
    {
      pointer: '/officer/name',
      label: 'Officer whose word this is',
      kind: 'line',
      hint: 'Rank and name, where you record what an officer said.',
    },
    ...(posts === null
      ? []
      : [
          {
            pointer: '/officer/post',
            label: 'The officer’s post',
            kind: 'choice',
            options: posts,
            required: true,
            when: heard,
          } as Field,
        ]),
    { pointer: '/officer/means', label: 'Heard', kind: 'choice', options: means, required: true, when: heard },
  ]
}

export function officerPosts(policy: Policy | undefined): Choice[] {
  return (policy?.working?.posts ?? []).filter((one) => one.on_call).map((one) => ({ code: one.post, text: one.name }))
}

// Where a form is sent: a path of its own, or one under its incident.
export function addressOfForm(form: ActionForm, incident: string): string {
  return form.path.startsWith('/') ? form.path : `/v1/incidents/${encodeURIComponent(incident)}/${form.path}`
}
