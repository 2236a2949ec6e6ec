import { FindField } from './find_field.tsx'
import type { Choice, Fault, Field, Value, Values } from './form.ts'
import { remedyInWords, shownFields } from './form.ts'

interface Props {
  fields: readonly Field[]
  values: Values
  beside: ReadonlyMap<string, readonly Fault[]>
  absent: ReadonlyMap<string, string>
  readOnly: boolean
  idOf: (pointer: string) => string
  onChange: (pointer: string, value: Value) => void
}

interface OneProps {
  field: Field
  id: string
  value: Value | undefined
  first: boolean
  invalid: boolean
  describedBy: string | undefined
  readOnly: boolean
  onChange: (value: Value) => void
}

function Options({ options }: { options: readonly Choice[] }) {
  return options.map((one) => (
    <option key={one.code} value={one.code}>
      {one.text}
    </option>
  ))
}

function Input({ field, id, value, first, invalid, describedBy, readOnly, onChange }: OneProps) {
  const common = {
    id,
    'data-first': first ? '' : undefined,
    'aria-invalid': invalid ? ('true' as const) : undefined,
    'aria-describedby': describedBy,
    'aria-required': field.required === true ? true : undefined,
  }
  const text = typeof value === 'string' ? value : ''
  switch (field.kind) {
    case 'line':
      return (
        <>
          <input
            {...common}
            type="text"
            autoComplete="off"
            maxLength={field.max ?? 200}
            readOnly={readOnly}
            value={text}
            list={field.suggestions ? `${id}_list` : undefined}
            onChange={(event) => onChange(event.target.value)}
          />
          {field.suggestions && (
            <datalist id={`${id}_list`}>
              <Options options={field.suggestions} />
            </datalist>
          )}
        </>
      )
    case 'words':
      return (
        <textarea
          {...common}
          rows={field.rows ?? 3}
          maxLength={field.max ?? 4000}
          readOnly={readOnly}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    case 'choice':
      return (
        <select {...common} value={text} onChange={(event) => onChange(event.target.value)}>
          <option value="">{field.none ?? 'Choose…'}</option>
          <Options options={field.options} />
        </select>
      )
    case 'find':
      return (
        <FindField
          input={common}
          options={field.options}
          value={text}
          readOnly={readOnly}
          free={field.free === true}
          onChange={onChange}
        />
      )
    case 'yes_no':
      return (
        <select {...common} value={text} onChange={(event) => onChange(event.target.value)}>
          <option value="">Not said</option>
          <option value="yes">Yes</option>
          <option value="no">No</option>
        </select>
      )
    case 'number':
      return (
        <input
          {...common}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          readOnly={readOnly}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    case 'when':
      return (
        <input
          {...common}
          type="datetime-local"
          readOnly={readOnly}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    case 'check':
      return (
        <input
          {...common}
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
        />
      )
    case 'several':
      return null
  }
}

function Several({ field, id, value, describedBy, onChange }: OneProps) {
  if (field.kind !== 'several') return null
  const chosen = Array.isArray(value) ? (value as readonly string[]) : []
  return (
    <fieldset className="field" aria-describedby={describedBy}>
      <legend>{field.label}</legend>
      {field.options.map((one, index) => (
        <label key={one.code} className="check">
          <input
            id={index === 0 ? id : undefined}
            type="checkbox"
            checked={chosen.includes(one.code)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, one.code] : chosen.filter((code) => code !== one.code))
            }
          />
          {one.text}
        </label>
      ))}
    </fieldset>
  )
}

export function FormFields({ fields, values, beside, absent, readOnly, idOf, onChange }: Props) {
  return shownFields(fields, values).map((field, index) => {
    const id = idOf(field.pointer)
    const faults = beside.get(field.pointer) ?? []
    const absence = absent.get(field.pointer)
    const invalid = faults.length > 0 || absence !== undefined
    const described = [field.hint === undefined ? '' : `${id}_hint`, invalid ? `${id}_fault` : '']
      .filter(Boolean)
      .join(' ')
    const one: OneProps = {
      field,
      id,
      value: values[field.pointer],
      first: index === 0,
      invalid,
      describedBy: described === '' ? undefined : described,
      readOnly,
      onChange: (value) => onChange(field.pointer, value),
    }
    const notes = (
      <>
        {field.hint !== undefined && (
          <p id={`${id}_hint`} className="hint">
            {field.hint}
          </p>
        )}
        {invalid && (
          <div id={`${id}_fault`} className="field-error">
            {absence !== undefined && <p>{absence}</p>}
            {faults.map((fault) => (
              <p key={`${fault.pointer} ${fault.code}`}>
                {fault.detail}
                {fault.remedy !== undefined && fault.remedy !== '' && <> {remedyInWords(fault.remedy)}</>}
              </p>
            ))}
          </div>
        )}
      </>
    )
    if (field.kind === 'several') {
      return (
        <div key={field.pointer}>
          <Several {...one} />
          {notes}
        </div>
      )
    }
    if (field.kind === 'check') {
      return (
        <div key={field.pointer} className="field">
          <label className="check" htmlFor={id}>
            <Input {...one} />
            {field.label}
          </label>
          {notes}
        </div>
      )
    }
    return (
      <div key={field.pointer} className="field">
        <label htmlFor={id}>
          {field.label}
          {field.required !== true && <span className="quiet"> (may be left out)</span>}
        </label>
        <Input {...one} />
        {notes}
      </div>
    )
  })
}
