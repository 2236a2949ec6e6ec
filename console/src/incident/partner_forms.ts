// Forms that have to do with partner agencies. Pure.
import type { Choice } from '../common/form.ts'
import type { FormContext, ActionForm } from './action_form.ts'

export function partners(context: FormContext, kind: 'agency' | 'force' | 'service'): Choice[] {
  return (context.policy?.working?.partners ?? [])
    .filter((one) => one.kind === kind)
    .map((one) => ({ code: one.partner, text: one.name }))
}

export function handoffAnswer(context: FormContext, title: string, path: string): ActionForm {
  return {
    title,
    send: 'Record the answer',
    path,
    fields: [
      {
        pointer: '/answer',
        label: 'What was said',
        kind: 'choice',
        required: true,
        options: [
          { code: 'accepted', text: 'Accepts it' },
          { code: 'declined', text: 'Declines it' },
          { code: 'attending', text: 'Is on its way' },
          { code: 'arrived', text: 'Has arrived' },
          { code: 'could_not_locate', text: 'Could not find it' },
          { code: 'completed', text: 'Has finished' },
          { code: 'taken_back', text: 'Police take it back' },
        ],
      },
      { pointer: '/eta', label: 'Expected there at', kind: 'when' },
      { pointer: '/reference', label: 'Their reference', kind: 'line', max: 100 },
      {
        pointer: '/police_attending',
        label: 'Police attend',
        kind: 'yes_no',
        hint: `Police step back only where somebody else attends. Now: police ${context.record.attendance.police_attending ? 'attend' : 'do not attend'}.`,
      },
      { pointer: '/partner_attending', label: 'The partner attends', kind: 'yes_no' },
      {
        pointer: '/disputed',
        label: 'Police think it is the partner’s; the force duty officer decides',
        kind: 'check',
        when: (values) => values['/answer'] === 'declined',
      },
      { pointer: '/note', label: 'Their words', kind: 'words' },
    ],
  }
}

// The fields a pathway's record asks for, by the name the server gives them.
