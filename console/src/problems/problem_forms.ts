// What is done on a problem record, each as a form. Pure.
import type { Policy, ProblemRecord } from '../api/types.ts'
import type { Choice, Field, Values } from '../common/form.ts'
import { plain } from '../common/words.ts'
import type { ActionForm, FormContext } from '../incident/action_form.ts'
import { ownerName, partnerName } from '../incident/timeline.ts'
import { nextStages, stageText } from './problem_words.ts'

export function problemKind(kind: string, policy: Policy | undefined): string {
  return policy?.working?.screening.problem_kinds.find((one) => one.code === kind)?.text ?? plain(kind)
}

export function problemTrigger(trigger: string, policy: Policy | undefined): string {
  return policy?.working?.screening.problem_triggers.find((one) => one.code === trigger)?.text ?? plain(trigger)
}

// The owner in words: a post, a partner, or a role or team that the policy does not name.
export function problemOwner(owner: string, policy: Policy | undefined): string {
  const partner = policy?.working?.partners.some((one) => one.partner === owner) === true
  return partner ? partnerName(owner, policy) : ownerName(owner, policy)
}

// Posts, partners, and the roles that own tasks. Teams that the policy does not name can be written.
export function owners(policy: Policy | undefined): Choice[] {
  const working = policy?.working
  const known = [
    ...(working?.posts ?? []).map((one) => one.post),
    ...(working?.tasks ?? []).map((one) => one.owner),
    ...(working?.partners ?? []).map((one) => one.partner),
  ]
  return [...new Set(known)].map((code) => ({ code, text: problemOwner(code, policy) }))
}

// "Neighbourhood team" as the code that the server keeps.
export function ownerCode(words: unknown): string {
  return String(words)
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
}

const ownerField = (policy: Policy | undefined, label: string): Field => ({
  pointer: '/owner',
  label,
  kind: 'find',
  free: true,
  required: true,
  options: owners(policy),
  hint: 'A post, a partner or a team. One that is not listed can be written, such as Neighbourhood team.',
})

const ownWords = (pointer: string, label: string, hint?: string): Field => ({
  pointer,
  label,
  kind: 'words',
  required: true,
  ...(hint === undefined ? {} : { hint }),
})

function counted(under: string, label: string, required: boolean): Field[] {
  return [
    {
      pointer: `${under}/contacts`,
      label: `${label}: contacts`,
      kind: 'number',
      minimum: 0,
      maximum: 100_000,
      required,
    },
    {
      pointer: `${under}/days`,
      label: `${label}: in so many days`,
      kind: 'number',
      minimum: 1,
      maximum: 3660,
      required: true,
      when: (values: Values) => required || (values[`${under}/contacts`] ?? '') !== '',
    },
  ]
}

function asOption(problem: ProblemRecord, policy: Policy | undefined): Choice {
  const parts = [problemKind(problem.kind, policy), problem.district, problemOwner(problem.owner, policy)]
  return {
    code: problem.id,
    text: `${parts.filter(Boolean).join(', ')}, ${plain(problem.stage).toLowerCase()}, ${problem.incidents.length} incidents`,
  }
}

// From an incident: a problem record of its own, or the incident put into one that is open.
export function problemForm(context: FormContext, about: string): ActionForm {
  const { record, policy } = context
  const screening = policy?.working?.screening
  const isNew = (values: Values) => values['/problem'] === ''
  const held = new Set(record.screening?.problems ?? [])
  const others = (context.problems ?? []).filter((one) => !held.has(one.id))
  const fields: Field[] = [
    {
      pointer: '/problem',
      label: 'Which problem record',
      kind: 'choice',
      none: 'A new one',
      options: others.map((one) => asOption(one, policy)),
    },
    { pointer: '/kind', label: 'Kind', kind: 'choice', required: true, options: screening?.problem_kinds ?? [] },
    {
      pointer: '/trigger',
      label: 'What made it known',
      kind: 'choice',
      none: 'None of these counts',
      options: screening?.problem_triggers ?? [],
    },
    ownerField(policy, 'Who owns it'),
    ownWords(
      '/statement',
      'What the problem is, in your own words',
      'What keeps coming back. Stock phrases are refused.',
    ),
    { pointer: '/location', label: 'Where', kind: 'words', rows: 2 },
    { pointer: '/victim', label: 'Who is harmed', kind: 'words', rows: 2 },
    { pointer: '/offender', label: 'Who harms', kind: 'words', rows: 2 },
    ...counted('/baseline', 'How often it came up before', false),
  ]
  return {
    title: `A problem record on ${record.number}`,
    send: 'Put it on record',
    path: '/v1/problems',
    about: 'What keeps coming back, who owns it and what is done about it. It changes no grade.',
    given: { '/problem': about },
    fields: fields.map((field, index) =>
      index === 0 ? field : { ...field, when: (values) => isNew(values) && (field.when?.(values) ?? true) },
    ),
    address: (body) =>
      typeof body.problem === 'string' ? `/v1/problems/${encodeURIComponent(body.problem)}/incidents` : '/v1/problems',
    body: (body) => {
      if (body.problem !== undefined) return { incident: record.id }
      return { ...body, incident: record.id, owner: ownerCode(body.owner) }
    },
  }
}

const at = (problem: ProblemRecord, rest: string) => `/v1/problems/${problem.id}/${rest}`

export function stageForm(problem: ProblemRecord): ActionForm {
  return {
    title: 'The next stage of the problem record',
    send: 'Set the stage',
    path: at(problem, 'stage'),
    about: `It stands at: ${stageText(problem.stage)}. One step on at a time, or back to any before.`,
    fields: [
      {
        pointer: '/stage',
        label: 'Stage',
        kind: 'choice',
        required: true,
        options: nextStages(problem.stage).map((stage) => ({ code: stage, text: stageText(stage) })),
      },
      ownWords('/text', 'What is known at this stage, in your own words'),
    ],
  }
}

// An incident is named by its number; the page finds its id before it is sent.
export function problemIncidentForm(problem: ProblemRecord): ActionForm {
  return {
    title: 'An incident of the problem record',
    send: 'Add it',
    path: at(problem, 'incidents'),
    fields: [
      {
        pointer: '/incident',
        label: 'Number of the incident',
        kind: 'line',
        max: 100,
        required: true,
        hint: 'Its whole number, such as GMP-20260301-000731.',
      },
    ],
  }
}

export function problemActionForm(problem: ProblemRecord, policy: Policy | undefined): ActionForm {
  return {
    title: 'An action on the problem record',
    send: 'Add the action',
    path: at(problem, 'actions'),
    fields: [
      ownWords('/text', 'What is done'),
      ownerField(policy, 'Who does it'),
      { pointer: '/due_at', label: 'By when', kind: 'when', required: true },
    ],
    body: (body) => ({ ...body, owner: ownerCode(body.owner) }),
  }
}

export function problemActionEndForm(problem: ProblemRecord, action: string, words: string | null): ActionForm {
  return {
    title: 'The end of an action',
    send: 'End it',
    path: at(problem, `actions/${action}/end`),
    ...(words === null ? {} : { about: words }),
    fields: [
      {
        pointer: '/done',
        label: 'It was done',
        kind: 'yes_no',
        required: true,
        hint: 'No: it is dropped, and stays on the record.',
      },
      { pointer: '/text', label: 'What came of it', kind: 'words' },
    ],
  }
}

export function problemCloseForm(problem: ProblemRecord): ActionForm {
  return {
    title: 'Close the problem record',
    send: 'Close it',
    path: at(problem, 'close'),
    about: 'Once it is assessed and every action has ended.',
    fields: [
      ...counted('/result', 'How often it came up since', true),
      ownWords('/text', 'What the assessment found, in your own words', 'Stock phrases are refused.'),
    ],
  }
}
