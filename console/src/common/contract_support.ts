// What tests need to hold a form's body against the schema of its request.
import { readFileSync } from 'node:fs'
import { bodyOf, firstValues, type Field, type Value } from './form.ts'

interface Schema {
  properties?: Record<string, Schema & { $ref?: string }>
  required?: string[]
}

export function schemaOf(name: string): Schema {
  return JSON.parse(readFileSync(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), 'utf8')) as Schema
}

const filling: Partial<Record<Field['kind'], Value>> = {
  check: true,
  several: ['one'],
  yes_no: 'yes',
  when: '2026-03-01T12:00',
  number: '7',
}

// The body of the form with every field filled, also those that show only with another answer.
export function filled(fields: readonly Field[], given: Record<string, Value> = {}): Record<string, unknown> {
  const all = Object.fromEntries(fields.map((field) => [field.pointer, filling[field.kind] ?? 'words']))
  return bodyOf(
    fields.map((field) => ({ ...field, when: () => true })),
    firstValues(fields, { ...all, ...given }),
  )
}
