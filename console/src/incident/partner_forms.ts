// Forms that have to do with partner agencies. Pure.
import type { Choice, Field, Values } from '../common/form.ts'
import type { Handoff } from '../api/types.ts'
import type { FormContext, ActionForm } from './action_form.ts'

export function partners(context: FormContext, kind: 'agency' | 'force' | 'service'): Choice[] {
  return (context.policy?.working?.partners ?? [])
    .filter((one) => one.kind === kind)
    .map((one) => ({ code: one.partner, text: one.name }))
}

// What a referral needs. A service whose own system takes it is told what is written for it here, and nothing else.
export function referralFields(context: FormContext): Field[] {
  const told = (context.policy?.working?.partners ?? []).filter((one) => one.open311 !== undefined)
  const hasSystem = (values: Values) => told.some((one) => one.partner === values['/service'])
  const isTold = (values: Values) => hasSystem(values) && values['/by_hand'] !== true
  return [
    { pointer: '/service', label: 'Service', kind: 'choice', required: true, options: partners(context, 'service') },
    { pointer: '/reason', label: 'Why', kind: 'words', required: true, hint: 'This stays with police.' },
    {
      pointer: '/by_hand',
      label: 'The service has been told another way',
      kind: 'check',
      when: hasSystem,
    },
    ...told.map((one): Field => ({
      pointer: '/open311/service_code',
      label: 'What is asked of it',
      kind: 'choice',
      required: true,
      options: one.open311?.services ?? [],
      when: (values) => isTold(values) && values['/service'] === one.partner,
    })),
    {
      pointer: '/open311/description',
      label: 'What the service is told',
      kind: 'words',
      required: true,
      max: 4000,
      hint: 'Only what it needs. It goes to its own system as it stands here; nobody’s name or number goes with it.',
      when: isTold,
    },
    {
      pointer: '/open311/address',
      label: 'Where it is',
      kind: 'line',
      required: true,
      max: 500,
      when: isTold,
    },
  ]
}

export function sendingWords(sending: Handoff['sending']): string | null {
  switch (sending?.state) {
    case 'waiting':
    case 'trying':
      return 'on its way to the service’s system'
    case 'token_held':
      return 'the service’s system has it, and its number follows'
    case 'given_up':
      return 'the service’s system has not confirmed it: make sure that the service has it'
    default:
      return null
  }
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
