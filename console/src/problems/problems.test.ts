// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Policy, ProblemRecord } from '../api/types.ts'
import { filled, schemaOf } from '../common/contract_support.ts'
import { missing, shownFields } from '../common/form.ts'
import type { ActionForm, FormContext } from '../incident/action_form.ts'
import { aRecord } from '../incident/record_support.ts'
import {
  ownerCode,
  owners,
  problemActionEndForm,
  problemActionForm,
  problemCloseForm,
  problemForm,
  problemIncidentForm,
  stageForm,
} from './problem_forms.ts'
import {
  actionsOf,
  countText,
  inOrderOfNeed,
  nextStages,
  owedOn,
  weekly,
  wordsOfAction,
  wordsOfProblem,
  type ProblemAction,
} from './problem_words.ts'

const anAction = (id: string, due_at: string, part: Partial<ProblemAction> = {}): ProblemAction => ({
  id,
  owner: 'council',
  due_at,
  state: 'open',
  ended_at: null,
  overdue: false,
  ...part,
})

const aProblem = (part: Partial<ProblemRecord> = {}): ProblemRecord => ({
  id: 'problem',
  version: 1,
  status: 'open',
  stage: 'scanning',
  kind: 'place',
  trigger: null,
  district: 'Salford',
  owner: 'neighbourhood_team',
  opened_by: 'user:supervisor',
  opened_at: '2026-03-01T21:30:00Z',
  incidents: ['one'],
  actions: [],
  baseline: { contacts: 14, days: 28 },
  result: null,
  closed_at: null,
  ...part,
})

const context = (part: Partial<FormContext> = {}): FormContext => ({
  record: aRecord(),
  policy: undefined,
  pathways: undefined,
  codes: undefined,
  diary: undefined,
  me: 'user:handler',
  ...part,
})

const bodyOfForm = (form: ActionForm, body: Record<string, unknown>) => form.body?.(body) ?? body

describe('problem records for reading', () => {
  it('have what is owed first, the soonest at the top, and what is late counted', () => {
    const problem = aProblem({
      actions: [
        anAction('done', '2026-03-01T00:00:00Z', { state: 'done', ended_at: '2026-03-02T00:00:00Z' }),
        anAction('later', '2026-03-09T00:00:00Z'),
        anAction('late', '2026-03-02T00:00:00Z', { overdue: true }),
      ],
    })
    expect(actionsOf(problem).map((one) => one.id)).toEqual(['late', 'later', 'done'])
    expect(owedOn(problem)).toEqual({ open: 2, overdue: 1, nextDue: '2026-03-02T00:00:00Z' })
    expect(owedOn(aProblem())).toEqual({ open: 0, overdue: 0, nextDue: null })
  })

  it('stand in the order of need: late, due the soonest, the oldest', () => {
    const late = aProblem({ id: 'late', actions: [anAction('a', '2026-03-08T00:00:00Z', { overdue: true })] })
    const soon = aProblem({ id: 'soon', actions: [anAction('a', '2026-03-05T00:00:00Z')] })
    const old = aProblem({ id: 'old', opened_at: '2025-03-01T00:00:00Z' })
    expect(inOrderOfNeed([aProblem(), old, soon, late]).map((one) => one.id)).toEqual([
      'late',
      'soon',
      'old',
      'problem',
    ])
  })

  it('go one stage on, or back to any before', () => {
    expect(nextStages('scanning')).toEqual(['analysis'])
    expect(nextStages('response')).toEqual(['scanning', 'analysis', 'assessment'])
    expect(nextStages('assessment')).toEqual(['scanning', 'analysis', 'response'])
  })

  it('compare how often it came up by the week', () => {
    expect(countText({ contacts: 14, days: 28 })).toBe('14 contacts in 28 days')
    expect(countText({ contacts: 1, days: 1 })).toBe('1 contact in 1 day')
    expect(countText({ contacts: 0, days: 0 })).toBeNull()
    expect(weekly({ contacts: 14, days: 28 })).toBe(3.5)
    expect(weekly(null)).toBeNull()
  })

  it('show their words in order, and those of an action beside it', () => {
    const personal = { analysis: 'No light.', statement: 'Stones.', 'a/text': 'Mend the gate.' }
    expect(wordsOfProblem(personal).map((one) => one.label)).toEqual(['The problem', 'Analysis'])
    expect(wordsOfAction(personal, 'a')).toBe('Mend the gate.')
    expect(wordsOfProblem(null)).toEqual([])
  })
})

describe('the forms of problem records and the contract', () => {
  const problem = aProblem()
  const forms: [string, ActionForm][] = [
    ['problem-stage', stageForm(problem)],
    ['problem-incident', problemIncidentForm(problem)],
    ['problem-action', problemActionForm(problem, undefined)],
    ['problem-action-end', problemActionEndForm(problem, 'a', null)],
    ['problem-close', problemCloseForm(problem)],
  ]

  it.each(forms)('%s gives all that its request needs, and nothing that it does not know', (name, form) => {
    const body = bodyOfForm(form, filled(form.fields))
    const known = schemaOf(name)
    expect(Object.keys(known.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(body)))
    expect(Object.keys(body)).toEqual(expect.arrayContaining(known.required ?? []))
  })

  it('opens a new one from the incident', () => {
    const form = problemForm(context(), '')
    const given = filled(form.fields, { '/problem': '', '/owner': 'Neighbourhood team' })
    const body = bodyOfForm(form, given)
    const known = schemaOf('problem')
    expect(form.address?.(given)).toBe('/v1/problems')
    expect(Object.keys(known.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(body)))
    expect(Object.keys(body)).toEqual(expect.arrayContaining(known.required ?? []))
    expect(body).toMatchObject({ incident: 'one', owner: 'neighbourhood_team', baseline: { contacts: 7, days: 7 } })
  })

  it('puts the incident into one that is open, and asks for nothing else then', () => {
    const form = problemForm(context({ problems: [problem, aProblem({ id: 'held' })], record: aRecord({}) }), '')
    expect(shownFields(form.fields, { '/problem': 'problem' }).map((one) => one.pointer)).toEqual(['/problem'])
    expect(missing(form.fields, { '/problem': 'problem' })).toEqual([])
    expect(missing(form.fields, { '/problem': '' }).map((one) => one.pointer)).toEqual([
      '/kind',
      '/owner',
      '/statement',
    ])
    expect(form.address?.({ problem: 'problem' })).toBe('/v1/problems/problem/incidents')
    expect(bodyOfForm(form, { problem: 'problem' })).toEqual({ incident: 'one' })
    const record = { ...aRecord(), screening: { problems: ['held'] } }
    const [which] = problemForm(context({ problems: [problem, aProblem({ id: 'held' })], record }), '').fields
    expect(which).toMatchObject({ options: [{ code: 'problem' }] })
  })

  it('names owners in the policy’s words, and makes a code of a team that is written', () => {
    const policy = {
      working: {
        posts: [{ post: 'supervisor', name: 'Control room supervisor', on_call: false }],
        tasks: [{ owner: 'supervisor' }, { owner: 'call_handler' }],
        partners: [{ partner: 'council', name: 'Council', kind: 'agency', answer_within: 'PT1H' }],
      },
    } as unknown as Policy
    expect(owners(policy)).toEqual([
      { code: 'supervisor', text: 'Control room supervisor' },
      { code: 'call_handler', text: 'Call handler' },
      { code: 'council', text: 'Council' },
    ])
    expect(ownerCode(' Neighbourhood team, East ')).toBe('neighbourhood_team_east')
    expect(ownerCode('council')).toBe('council')
  })
})
