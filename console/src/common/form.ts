// A form as data: which fields, the body they make, and which of the server's faults stands beside which field. Pure.
import type { RequestProblem } from '../api/problem.ts'
import { londonInstant } from './london.ts'

export interface Choice {
  code: string
  text: string
}

interface FieldBase {
  // JSON Pointer of the value in the request's body, which is also what the server names when it is at fault.
  pointer: string
  label: string
  hint?: string
  required?: boolean
  // Shown only while this holds.
  when?: (values: Values) => boolean
}

export type Field =
  | (FieldBase & { kind: 'line'; max?: number; suggestions?: readonly Choice[] })
  | (FieldBase & { kind: 'words'; rows?: number; max?: number })
  | (FieldBase & { kind: 'choice'; options: readonly Choice[]; none?: string })
  // One of many, found by typing; `free` takes what is not among them too.
  | (FieldBase & { kind: 'find'; options: readonly Choice[]; free?: boolean })
  | (FieldBase & { kind: 'several'; options: readonly Choice[] })
  | (FieldBase & { kind: 'check' })
  // Yes, no, or not said.
  | (FieldBase & { kind: 'yes_no' })
  | (FieldBase & { kind: 'number'; minimum?: number | undefined; maximum?: number | undefined })
  | (FieldBase & { kind: 'when' })

export type Value = string | boolean | readonly string[]
export type Values = Readonly<Record<string, Value>>
export type Fault = RequestProblem['errors'][number]

export function firstValues(fields: readonly Field[], given: Values = {}): Values {
  return Object.fromEntries(
    fields.map((field) => {
      const empty: Value = field.kind === 'check' ? false : field.kind === 'several' ? [] : ''
      return [field.pointer, given[field.pointer] ?? empty]
    }),
  )
}

export function shownFields(fields: readonly Field[], values: Values): Field[] {
  return fields.filter((field) => field.when?.(values) ?? true)
}

function put(into: Record<string, unknown>, pointer: string, value: unknown): void {
  const path = pointer.split('/').slice(1)
  let at = into
  for (const step of path.slice(0, -1)) {
    const next = at[step] ?? {}
    at[step] = next
    at = next as Record<string, unknown>
  }
  const last = path.at(-1)
  if (last !== undefined) at[last] = value
}

function sent(field: Field, value: string): unknown {
  switch (field.kind) {
    case 'when':
      return londonInstant(value) ?? value
    case 'yes_no':
      return value === 'yes'
    case 'number':
      return Number.isNaN(Number(value)) ? value : Number(value)
    default:
      return value
  }
}

// The body, without what is empty: left out and empty are different things to the server.
export function bodyOf(fields: readonly Field[], values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const field of shownFields(fields, values)) {
    const value = values[field.pointer]
    if (field.kind === 'check') {
      if (value === true) put(body, field.pointer, true)
    } else if (field.kind === 'several') {
      if (Array.isArray(value) && value.length > 0) put(body, field.pointer, value)
    } else if (typeof value === 'string' && value.trim() !== '') {
      put(body, field.pointer, sent(field, value.trim()))
    }
  }
  return body
}

export interface Missing {
  pointer: string
  text: string
}

// Words typed that name none of those to choose from, or what was chosen before another answer changed these: the field
// shows nothing then, and it must not be sent unseen.
function isUnlisted(field: Field, value: Value | undefined): boolean {
  const limited = field.kind === 'find' ? field.free !== true : field.kind === 'choice' && field.options.length > 0
  if (!limited || typeof value !== 'string' || value === '') return false
  return 'options' in field && !field.options.some((one) => one.code === value)
}

// What is needed and empty, said before anything is sent.
export function missing(fields: readonly Field[], values: Values): Missing[] {
  return shownFields(fields, values).flatMap((field) => {
    const value = values[field.pointer]
    if (isUnlisted(field, value))
      return [{ pointer: field.pointer, text: `${field.label}: choose one of those listed.` }]
    if (field.required !== true) return []
    const given =
      typeof value === 'string' ? value.trim() !== '' : value === true || (Array.isArray(value) && value.length > 0)
    return given ? [] : [{ pointer: field.pointer, text: `${field.label} is missing.` }]
  })
}

function isOf(pointer: string, field: Field): boolean {
  return pointer === field.pointer || pointer.startsWith(`${field.pointer}/`)
}

export interface Placed {
  // By the pointer of the field beside which they stand.
  beside: ReadonlyMap<string, readonly Fault[]>
  // Those about nothing that the form asks for.
  elsewhere: readonly Fault[]
}

export function place(faults: readonly Fault[], fields: readonly Field[]): Placed {
  const beside = new Map<string, Fault[]>()
  const elsewhere: Fault[] = []
  for (const fault of faults) {
    // The nearest field: "/thrive/threat/text" is its own field's and not "/thrive"'s.
    const field = fields
      .filter((one) => isOf(fault.pointer, one))
      .toSorted((a, b) => b.pointer.length - a.pointer.length)
      .at(0)
    if (field === undefined) elsewhere.push(fault)
    else beside.set(field.pointer, [...(beside.get(field.pointer) ?? []), fault])
  }
  return { beside, elsewhere }
}

// The remedy in the words of the screen: people here do not send requests by hand.
export function remedyInWords(remedy: string): string {
  return remedy
    .replace(/,? ?with (GET|POST|DELETE) \/v1\/\S+?(?=[.,;]|\s|$)/g, '')
    .replace(/Take one of (GET|POST) \/v1\/\S+?(?=[.,;]|\s|$)/gi, 'Take one of those listed')
    .replace(/: \{".*\}\.?$/, '.')
    .replace(/ and send safe_to_text/, ' and say so in the form')
}
