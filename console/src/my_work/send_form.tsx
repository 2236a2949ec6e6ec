import { request } from '../api/client.ts'
import { FormDialog } from '../common/form_dialog.tsx'
import { addressOfForm, type ActionForm } from '../incident/action_form.ts'

interface Props<T> {
  form: ActionForm
  incident?: string
  onDone: (answer: T) => void
  onClose: () => void
  children?: React.ReactNode
}

// An action's form away from its incident's page.
export function SendForm<T>({ form, incident = '', onDone, onClose, children }: Props<T>) {
  return (
    <FormDialog<T>
      title={form.title}
      send={form.send}
      fields={form.fields}
      onSend={(body, { idempotencyKey }) =>
        request<T>(addressOfForm(form, incident), { method: 'POST', body: form.body?.(body) ?? body, idempotencyKey })
      }
      onDone={onDone}
      onClose={onClose}
      {...(form.given ? { given: form.given } : {})}
    >
      {form.about !== undefined && <p className="quiet">{form.about}</p>}
      {children}
    </FormDialog>
  )
}
