// Forms of what is owed: tasks, approvals, escalations, appointments. Pure.
import type { Policy } from '../api/types.ts'
import type { Values } from '../common/form.ts'
import { type FormContext, type ActionForm, coded, rationale, officerFields, officerPosts } from './action_form.ts'

export function answersOfTask(context: FormContext, about: string) {
  const task = context.record.tasks.find((one) => one.id === about)
  return { task, rule: context.policy?.working?.tasks.find((one) => one.kind === task?.kind) }
}

type TaskRule = NonNullable<Policy['working']>['tasks'][number]

export function taskCompletion(task: string, what: string, rule: TaskRule | undefined, number: string): ActionForm {
  const reasons = (values: Values) => rule?.outcomes.find((one) => one.code === values['/outcome'])?.reasons ?? []
  const every = [...new Set(rule?.outcomes.flatMap((one) => one.reasons) ?? [])]
  return {
    title: `${what}, ${number}`,
    send: 'Complete the task',
    path: `/v1/tasks/${task}/complete`,
    fields: [
      {
        pointer: '/outcome',
        label: 'How it ended',
        kind: 'choice',
        required: true,
        options: (rule?.outcomes ?? []).map((one) => ({
          code: one.code,
          text: one.attempts === 0 ? one.text : `${one.text} (after ${one.attempts} timed attempts)`,
        })),
      },
      {
        pointer: '/reason_code',
        label: 'Why',
        kind: 'choice',
        required: true,
        options: coded(every),
        when: (values) => reasons(values).length > 0,
      },
      { pointer: '/note', label: 'Words that go with it', kind: 'words' },
    ],
  }
}

export function taskAttempt(task: string, what: string, rule: TaskRule | undefined, number: string): ActionForm {
  return {
    title: `An attempt: ${what}, ${number}`,
    send: 'Record the attempt',
    path: `/v1/tasks/${task}/attempts`,
    fields: [
      { pointer: '/code', label: 'How it went', kind: 'choice', required: true, options: rule?.attempts ?? [] },
      { pointer: '/note', label: 'Words that go with it', kind: 'words' },
    ],
  }
}

export function approvalForm(approval: string, number: string, policy: Policy | undefined): ActionForm {
  return {
    title: `A lower grade of ${number}`,
    send: 'Record the decision',
    path: `/v1/approvals/${approval}`,
    fields: [
      {
        pointer: '/decision',
        label: 'Decision',
        kind: 'choice',
        required: true,
        options: [
          { code: 'approve', text: 'Approve the lower grade' },
          { code: 'refuse', text: 'Refuse it: the grade stays' },
        ],
      },
      rationale(),
      ...officerFields(officerPosts(policy)),
    ],
  }
}

export function escalationForm(incident: string, escalation: string, number: string): ActionForm {
  return {
    title: `Acknowledge what the post was told of ${number}`,
    send: 'Acknowledge',
    path: `/v1/incidents/${incident}/escalations/${escalation}/acknowledge`,
    about: 'It comes back at the time you give, or at the policy’s own.',
    fields: [...officerFields(null), { pointer: '/review_at', label: 'Looked at again at', kind: 'when' }],
  }
}

export function appointmentResult(appointment: string, number: string): ActionForm {
  return {
    title: `What became of the appointment of ${number}`,
    send: 'Record it',
    path: `appointments/${appointment}/result`,
    fields: [
      { pointer: '/kept', label: 'It was kept', kind: 'yes_no', required: true },
      { pointer: '/note', label: 'What was done', kind: 'words' },
    ],
  }
}
