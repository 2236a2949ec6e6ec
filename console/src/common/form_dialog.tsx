import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import { Dialog } from './dialog.tsx'
import { bodyOf, firstValues, missing, place, type Fault, type Field, type Value, type Values } from './form.ts'
import { FormFields } from './form_fields.tsx'
import { Refusal } from './refusal.tsx'
import { uniqueKey } from './unique.ts'

export interface Sending {
  idempotencyKey: string
  // The version this was decided on, for what must say so.
  version: number | null
}

interface Props<T> {
  title: string
  fields: readonly Field[]
  given?: Values
  send: string
  // The version the person sees now. What was decided on an older one is refused, with what has happened since.
  version?: number | null
  onSend: (body: Record<string, unknown>, how: Sending) => Promise<T>
  onDone: (answer: T) => void
  onClose: () => void
  // What to offer beside a fault that is about something else on the incident.
  remedyFor?: (fault: Fault) => React.ReactNode
  // Above the fields, such as what stands open.
  children?: React.ReactNode
  below?: (values: Values) => React.ReactNode
}

// One thing to do, as a form: Ctrl+Enter sends, Escape leaves, each fault stands beside the field it names.
export function FormDialog<T>(props: Props<T>) {
  const { fields, title, send, version = null } = props
  const [values, setValues] = useState<Values>(() => firstValues(fields, props.given))
  const [key, setKey] = useState(uniqueKey)
  const [decidedOn, setDecidedOn] = useState(version)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [absent, setAbsent] = useState<ReadonlyMap<string, string>>(new Map())
  const form = useRef<HTMLFormElement>(null)
  const id = useId()
  const idOf = (pointer: string) => `${id}${pointer.replaceAll('/', '_')}`
  const all = useMemo(() => ({ ...firstValues(fields, props.given), ...values }), [fields, props.given, values])
  const stale = problem?.status === 412
  const placed = place(problem === null || stale ? [] : problem.errors, fields)

  // The person's own sending moves the focus to the first field at fault.
  useEffect(() => {
    if (problem !== null || absent.size > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem, absent])

  const submit = () => {
    if (sending) return
    const lacking = missing(fields, all)
    setAbsent(new Map(lacking.map((one) => [one.pointer, one.text])))
    setProblem(null)
    if (lacking.length > 0) return
    setSending(true)
    props.onSend(bodyOf(fields, all), { idempotencyKey: key, version: decidedOn }).then(
      (answer) => props.onDone(answer),
      (error: unknown) => {
        const refused = asProblem(error)
        setSending(false)
        setProblem(refused)
        // After an answer this was not done, and what is sent next is another request; without one it may have been.
        if (refused.status !== 0 && refused.status < 500) setKey(uniqueKey())
      },
    )
  }

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    submit()
  }

  const decideAgain = () => {
    setDecidedOn(version)
    setProblem(null)
    form.current?.querySelector<HTMLElement>('[data-first]')?.focus()
  }

  return (
    <Dialog title={title} onClose={props.onClose} onKeyDown={onKeyDown}>
      <form
        ref={form}
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {props.children}
        <FormFields
          fields={fields}
          values={all}
          beside={placed.beside}
          absent={absent}
          readOnly={sending}
          idOf={idOf}
          onChange={(pointer, value: Value) => setValues((before) => ({ ...before, [pointer]: value }))}
        />
        {props.below?.(all)}
        {problem !== null && (
          <Refusal
            problem={problem}
            elsewhere={stale ? problem.errors : placed.elsewhere}
            remedyFor={props.remedyFor}
            stale={
              stale ? (
                <button type="button" className="button" onClick={decideAgain}>
                  I have read what is new: decide on what stands there now
                </button>
              ) : null
            }
          />
        )}
        <div className="actions">
          <button
            type="submit"
            className="button button-main"
            aria-disabled={sending}
            data-first={fields.length === 0 ? '' : undefined}
          >
            {sending ? 'Sending…' : send} <kbd>Ctrl Enter</kbd>
          </button>
        </div>
      </form>
    </Dialog>
  )
}
