import { useId, useState } from 'react'
import { request } from '../api/client.ts'
import type { FactDefinition, FactValue, Policy } from '../api/types.ts'
import type { Field } from '../common/form.ts'
import { FormDialog } from '../common/form_dialog.tsx'
import { plain } from '../common/words.ts'
import type { ActionForm } from './action_form.ts'

export function factField(fact: FactDefinition): Field {
  const base = {
    pointer: `/facts/${fact.fact}`,
    label: fact.text === '' ? plain(fact.fact) : fact.text,
    required: true,
  }
  const options = fact.options.map((code) => ({ code, text: plain(code) }))
  switch (fact.type) {
    case 'boolean':
      return { ...base, kind: 'yes_no' }
    case 'integer':
      return { ...base, kind: 'number', minimum: fact.minimum, maximum: fact.maximum }
    case 'enum':
      return { ...base, kind: 'choice', options }
    case 'set':
      return { ...base, kind: 'several', options }
  }
}

interface Props {
  form: ActionForm
  address: string
  policy: Policy | undefined
  known: Readonly<Record<string, FactValue>>
  // The fact to begin with.
  first: string | undefined
  onDone: (answer: unknown) => void
  onClose: () => void
}

// Facts one by one: choose it, then its value. What counts for safety and has no answer is offered first.
export function FactsDialog({ form, address, policy, known, first, onDone, onClose }: Props) {
  const [chosen, setChosen] = useState<readonly string[]>(first === undefined ? [] : [first])
  const id = useId()
  const vocabulary = policy?.vocabulary ?? []
  const open = vocabulary.filter((one) => !chosen.includes(one.fact))
  const owed = open.filter((one) => one.starred && !(one.fact in known))
  const others = open.filter((one) => !owed.includes(one))
  const fields = [
    ...chosen.flatMap((fact) => vocabulary.filter((one) => one.fact === fact).map(factField)),
    ...form.fields,
  ]
  const name = (one: FactDefinition) => (one.text === '' ? plain(one.fact) : one.text)
  return (
    <FormDialog
      title={form.title}
      send={form.send}
      fields={fields}
      onSend={(body, { idempotencyKey }) => {
        const source = body.source as { kind?: string } | undefined
        const said =
          source?.kind === undefined
            ? Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'source'))
            : body
        return request<unknown>(address, { method: 'POST', body: said, idempotencyKey })
      }}
      onDone={onDone}
      onClose={onClose}
    >
      <div className="field">
        <label htmlFor={`${id}_add`}>{chosen.length === 0 ? 'Fact' : 'Another fact'}</label>
        <select
          id={`${id}_add`}
          data-first={first === undefined ? '' : undefined}
          value=""
          onChange={(event) => setChosen((before) => [...before, event.target.value])}
        >
          <option value="">Choose…</option>
          {owed.length > 0 && (
            <optgroup label="Counts for safety, not answered">
              {owed.map((one) => (
                <option key={one.fact} value={one.fact}>
                  {name(one)}
                </option>
              ))}
            </optgroup>
          )}
          <optgroup label="Others">
            {others.map((one) => (
              <option key={one.fact} value={one.fact}>
                {name(one)}
              </option>
            ))}
          </optgroup>
        </select>
      </div>
    </FormDialog>
  )
}
