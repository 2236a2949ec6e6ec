// Ringing back somebody whose call nobody took, as a form. Pure.
import type { Call } from '../api/types.ts'
import type { ActionForm } from '../incident/action_form.ts'

export function callBackForm(id: string, call: Call | undefined): ActionForm {
  const phone = call?.personal?.phone
  return {
    title: `Ringing back${phone === undefined ? '' : ` ${phone}`}`,
    send: 'Record it',
    path: `/v1/calls/${id}/call-back`,
    fields: [
      {
        pointer: '/outcome',
        label: 'The caller',
        kind: 'choice',
        required: true,
        options: [
          { code: 'reached', text: 'was reached' },
          { code: 'no_answer', text: 'did not answer' },
        ],
      },
    ],
  }
}
