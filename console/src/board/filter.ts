// The filter line: `g1,2` or `g:1,2` for grades, `d:salford,bury` for districts, `pod` for the districts of this account,
// `new` for what nobody has acknowledged, and any other words that must all stand somewhere in the row.
import type { Card } from '../api/types.ts'
import { toAcknowledge } from './marks.ts'

export interface Filter {
  grades: string[]
  districts: string[]
  pod: boolean
  unacknowledged: boolean
  words: string[]
}

// A district as it is typed in one word: "North Manchester" is north_manchester.
const oneWord = (district: string) => district.toLowerCase().replaceAll(/\s+/g, '_')

export function parseFilter(text: string): Filter {
  const filter: Filter = { grades: [], districts: [], pod: false, unacknowledged: false, words: [] }
  const tokens = text.toLowerCase().split(/\s+/).filter(Boolean)
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] ?? ''
    const next = tokens[i + 1]
    const grades = /^g:?([0-9a-z?](?:,[0-9a-z?])*)$/.exec(token)
    if (grades?.[1] !== undefined) filter.grades.push(...grades[1].split(','))
    else if (token === 'g' && next !== undefined && /^[0-9a-z](,[0-9a-z])*$/.test(next)) {
      filter.grades.push(...next.split(','))
      i++
    } else if (token.startsWith('d:')) filter.districts.push(...token.slice(2).split(',').filter(Boolean))
    else if (token === 'pod') filter.pod = true
    else if (token === 'new') filter.unacknowledged = true
    else filter.words.push(token)
  }
  return filter
}

export function textOfFilter(filter: Filter): string {
  return [
    ...(filter.grades.length > 0 ? [`g:${filter.grades.join(',')}`] : []),
    ...(filter.districts.length > 0 ? [`d:${filter.districts.join(',')}`] : []),
    ...(filter.pod ? ['pod'] : []),
    ...(filter.unacknowledged ? ['new'] : []),
    ...filter.words,
  ].join(' ')
}

const toggledIn = (list: readonly string[], one: string) =>
  list.includes(one) ? list.filter((each) => each !== one) : [...list, one]

// The same line with one grade more or less.
export function withGradeToggled(text: string, grade: string): string {
  const filter = parseFilter(text)
  return textOfFilter({ ...filter, grades: toggledIn(filter.grades, grade.toLowerCase()) })
}

// The same line for one district, or for all.
export function withDistrict(text: string, district: string | null): string {
  return textOfFilter({ ...parseFilter(text), districts: district === null ? [] : [oneWord(district)] })
}

export function withPodToggled(text: string): string {
  const filter = parseFilter(text)
  return textOfFilter({ ...filter, pod: !filter.pod })
}

// The district that the line names, of those there are; null when it names none or several.
export function districtOf(text: string, districts: readonly string[]): string | null {
  const named = parseFilter(text).districts
  return named.length === 1 ? (districts.find((district) => oneWord(district) === named[0]) ?? null) : null
}

function textOf(card: Card): string {
  const { personal } = card
  return [
    card.number,
    card.district,
    card.flags.join(' '),
    card.channel,
    card.pathway,
    personal?.location_text,
    personal?.summary,
    personal?.caller_name,
    personal?.caller_phone,
  ]
    .join(' ')
    .toLowerCase()
}

// `pod`: the districts of the account. What is not placed yet is everybody's, as the server has it too.
export function matches(card: Card, filter: Filter, pod: readonly string[] = []): boolean {
  if (filter.grades.length > 0 && !filter.grades.includes((card.grade ?? '?').toLowerCase())) return false
  const district = oneWord(card.district ?? '')
  if (filter.districts.length > 0 && !filter.districts.some((one) => district.startsWith(one))) return false
  if (filter.pod && pod.length > 0 && card.district !== null && !pod.includes(card.district)) return false
  if (filter.unacknowledged && toAcknowledge(card) === null) return false
  if (filter.words.length === 0) return true
  const text = textOf(card)
  return filter.words.every((word) => text.includes(word))
}
