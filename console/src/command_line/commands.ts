// The command line's language. Pure: a line and what the board holds go in; what it means, or why it means nothing, comes
// out, in words. Nothing runs before Enter.
import type { Card, Permission, Policy } from '../api/types.ts'
import { shortNumber } from '../board/marks.ts'
import { isMoreUrgent, nameOf, type Scale } from '../common/grades.ts'

export type UnitState = 'assigned' | 'accepted' | 'refused' | 'en_route' | 'at_scene' | 'resulted' | 'released'

export type Command =
  | { do: 'acknowledge'; card: Card }
  | { do: 'grade'; card: Card; grade: string }
  | { do: 'lower'; card: Card }
  | { do: 'unit'; card: Card; unit: string; state: UnitState; reason: string | null }
  | { do: 'unresourced'; card: Card; reason: string }
  | { do: 'link'; card: Card; other: Card; kind: 'duplicate' | 'related'; rationale: string }
  | { do: 'note'; card: Card; text: string }
  | { do: 'open'; card: Card }
  | { do: 'filter'; text: string }
  | { do: 'alarms' }
  | { do: 'leave'; status: 'break' | 'off' }
  | { do: 'declare'; card: Card }
  | { do: 'join_shown' }

export interface Understood {
  command: Command | null
  // What Enter would do, or what is missing.
  says: string
}

export interface CommandContext {
  // The incident that the keys act on.
  card: Card | undefined
  cards: readonly Card[]
  scale: Scale
  policy: Policy | undefined
  may: (permission: Permission) => boolean
}

interface Verb {
  word: string
  takes: string
  does: string
  needs?: Permission
}

export const verbs: readonly Verb[] = [
  { word: 'ack', takes: '', does: 'acknowledge its dispatch', needs: 'dispatch_acknowledge' },
  { word: 'g', takes: 'GRADE', does: 'confirm or raise the grade', needs: 'grade_confirm' },
  { word: 'as', takes: 'UNIT', does: 'assign a unit', needs: 'dispatch_acknowledge' },
  { word: 'acc', takes: 'UNIT', does: 'the unit accepts', needs: 'dispatch_acknowledge' },
  { word: 'er', takes: 'UNIT', does: 'the unit is on its way', needs: 'dispatch_acknowledge' },
  { word: 'sc', takes: 'UNIT', does: 'the unit is at the scene', needs: 'dispatch_acknowledge' },
  { word: 'res', takes: 'UNIT', does: 'the unit has its result', needs: 'dispatch_acknowledge' },
  { word: 'ref', takes: 'UNIT REASON', does: 'the unit refuses', needs: 'dispatch_acknowledge' },
  { word: 'off', takes: 'UNIT REASON', does: 'the unit is taken off', needs: 'dispatch_acknowledge' },
  { word: 'none', takes: 'REASON', does: 'nobody can be sent: tell the first post now', needs: 'dispatch_acknowledge' },
  { word: 'link', takes: 'NUMBER', does: 'join it to that incident, which survives', needs: 'incident_link' },
  { word: 'rel', takes: 'NUMBER', does: 'relate it to that incident', needs: 'incident_link' },
  { word: 'note', takes: 'TEXT', does: 'add a note', needs: 'note_add' },
  { word: 'o', takes: 'NUMBER', does: 'open that incident' },
  { word: 'f', takes: 'WORDS', does: 'filter the board; alone, show all' },
  { word: 'alarms', takes: '', does: 'what the posts have been told' },
  {
    word: 'break',
    takes: '',
    does: 'leave the desk for a break: yours go back to the desk',
    needs: 'dispatch_acknowledge',
  },
  { word: 'bye', takes: '', does: 'leave the desk for good: yours go back to the desk', needs: 'dispatch_acknowledge' },
  { word: 'major', takes: '', does: 'declare a major incident on it', needs: 'major_incident' },
  { word: 'joinall', takes: '', does: 'join all that the filter shows to the major incident', needs: 'major_incident' },
]

const unitStates: Record<string, UnitState> = {
  as: 'assigned',
  acc: 'accepted',
  er: 'en_route',
  sc: 'at_scene',
  res: 'resulted',
  ref: 'refused',
  off: 'released',
}

const stateWords: Record<UnitState, string> = {
  assigned: 'assigned to',
  accepted: 'has accepted',
  refused: 'refuses',
  en_route: 'on its way to',
  at_scene: 'at the scene of',
  resulted: 'has its result for',
  released: 'taken off',
}

// An incident by its whole number, or by the number of its day; of several days, the newest.
export function byNumber(cards: readonly Card[], text: string): Card | undefined {
  const wanted = text.toUpperCase()
  const exact = cards.find((card) => card.number === wanted)
  if (exact) return exact
  if (!/^\d{1,9}$/.test(text)) return undefined
  const found = cards.filter((card) => Number(card.number.split('-').at(-1)) === Number(text))
  return found.toSorted((a, b) => (a.number < b.number ? 1 : -1))[0]
}

const nothing = (says: string): Understood => ({ command: null, says })

type CodedText = readonly { code: string; text: string }[]

// A reason by its code or by the beginning of its words; null when none or several fit.
function reasonOf(reasons: CodedText, text: string): { code: string; text: string } | null {
  const typed = text.trim().toLowerCase()
  if (typed === '') return null
  const exact = reasons.find((reason) => reason.code === typed)
  const begun = reasons.filter(
    (reason) => reason.code.startsWith(typed.replaceAll(' ', '_')) || reason.text.toLowerCase().startsWith(typed),
  )
  return exact ?? (begun.length === 1 ? (begun[0] ?? null) : null)
}

const listed = (reasons: CodedText) => reasons.map((reason) => reason.code).join(', ')

function grade(card: Card, argument: string, { scale }: CommandContext): Understood {
  const wanted = scale.find((entry) => entry.grade.toLowerCase() === argument.toLowerCase())?.grade
  if (wanted === undefined) return nothing(`Which grade? ${scale.map((entry) => entry.grade).join(', ')}`)
  if (card.grade === wanted && card.grade_state === 'confirmed')
    return nothing(`${card.number} is grade ${wanted}, confirmed, already.`)
  if (card.grade !== null && isMoreUrgent(scale, card.grade, wanted))
    return {
      command: { do: 'lower', card },
      says: `Less urgent than grade ${card.grade}: opens the form, since it needs reasons.`,
    }
  const verb = card.grade === wanted ? 'Confirm' : card.grade === null ? 'Grade' : 'Raise to'
  return {
    command: { do: 'grade', card, grade: wanted },
    says: `${verb} grade ${wanted}, ${nameOf(scale, wanted)}: ${card.number}.`,
  }
}

function unit(card: Card, word: string, argument: string, { policy }: CommandContext): Understood {
  const state = unitStates[word]
  const [sign, ...rest] = argument.split(/\s+/).filter(Boolean)
  if (state === undefined || sign === undefined) return nothing(`Which unit? Such as ${word} K12`)
  const callSign = sign.toUpperCase()
  if (!/^[A-Z0-9][A-Z0-9/-]{0,31}$/.test(callSign)) return nothing(`${sign} is no call sign.`)
  const reasoned = state === 'refused' || state === 'released'
  const reasons = policy?.working?.unit_reasons ?? []
  const reason = reasoned ? reasonOf(reasons, rest.join(' ')) : null
  if (reasoned && reason === null) return nothing(`Why? ${listed(reasons)}`)
  if (!reasoned && rest.length > 0) return nothing('One unit at a time, by its call sign.')
  return {
    command: { do: 'unit', card, unit: callSign, state, reason: reason?.code ?? null },
    says: `${callSign} ${stateWords[state]} ${card.number}${reason === null ? '' : `: ${reason.text.toLowerCase()}`}.`,
  }
}

function unresourced(card: Card, argument: string, { policy }: CommandContext): Understood {
  const reasons = policy?.working?.unresourced_reasons ?? []
  const reason = reasonOf(reasons, argument)
  if (reason === null) return nothing(`Why can nobody be sent? ${listed(reasons)}`)
  return {
    command: { do: 'unresourced', card, reason: reason.code },
    says: `Nobody can be sent to ${card.number} (${reason.text.toLowerCase()}): tells the first post now.`,
  }
}

function link(card: Card, kind: 'duplicate' | 'related', argument: string, { cards }: CommandContext): Understood {
  const [number, ...rest] = argument.split(/\s+/).filter(Boolean)
  if (number === undefined) return nothing('To which incident? Give its number.')
  const other = byNumber(cards, number)
  if (!other) return nothing(`No open incident that you see has the number ${number}.`)
  if (other.id === card.id) return nothing('That is the same incident.')
  return {
    command: { do: 'link', card, other, kind, rationale: rest.join(' ') },
    says:
      kind === 'duplicate'
        ? `Join ${card.number} to ${other.number}, which goes on${whereOf(other)}.`
        : `Relate ${card.number} to ${other.number}${whereOf(other)}; both go on.`,
  }
}

const whereOf = (card: Card) => (card.personal?.location_text ? ` (${card.personal.location_text})` : '')

function onCard(word: string, argument: string, context: CommandContext): Understood {
  const { card } = context
  if (!card) return nothing('No incident is chosen.')
  if (unitStates[word] !== undefined) return unit(card, word, argument, context)
  switch (word) {
    case 'ack':
      if (card.dispatch === null) return nothing(`${card.number} has no dispatch to acknowledge.`)
      if (card.dispatch.state === 'acknowledged') return nothing(`${card.number} is acknowledged already.`)
      return { command: { do: 'acknowledge', card }, says: `Acknowledge ${card.number}.` }
    case 'g':
      return grade(card, argument, context)
    case 'none':
      return unresourced(card, argument, context)
    case 'link':
      return link(card, 'duplicate', argument, context)
    case 'rel':
      return link(card, 'related', argument, context)
    case 'major':
      return { command: { do: 'declare', card }, says: `Declare a major incident on ${card.number}: opens its form.` }
    default:
      return argument === ''
        ? nothing(`What is the note on ${card.number}?`)
        : { command: { do: 'note', card, text: argument }, says: `Note on ${card.number}.` }
  }
}

const filtering = (text: string): Understood => ({
  command: { do: 'filter', text },
  says: text === '' ? 'Show all.' : `Filter the board: ${text}`,
})

// What a line means. The first word is the verb; a bare number opens that incident; anything else filters the board.
export function understand(line: string, context: CommandContext): Understood {
  const text = line.trim()
  if (text === '') return nothing('A command, a number, or words to filter by. Tab completes.')
  const [first = '', ...others] = text.split(/\s+/)
  const word = first.toLowerCase()
  const argument = text.slice(first.length).trim()
  const verb = verbs.find((one) => one.word === word)
  if (verb === undefined) {
    if (others.length === 0 && /^\d+$/.test(first)) {
      const card = byNumber(context.cards, first)
      return card
        ? { command: { do: 'open', card }, says: `Open ${card.number}${whereOf(card)}.` }
        : nothing(`No open incident that you see has the number ${first}.`)
    }
    return filtering(text)
  }
  if (verb.needs !== undefined && !context.may(verb.needs)) return nothing(`Your role may not: ${verb.does}.`)
  switch (word) {
    case 'f':
      return filtering(argument)
    case 'alarms':
      return { command: { do: 'alarms' }, says: 'Show what the posts have been told.' }
    case 'break':
      return { command: { do: 'leave', status: 'break' }, says: 'Leave for a break; what you acknowledged goes back.' }
    case 'bye':
      return { command: { do: 'leave', status: 'off' }, says: 'Leave for good; what you acknowledged goes back.' }
    case 'joinall':
      return { command: { do: 'join_shown' }, says: 'Join all that is shown to the major incident: asks first.' }
    case 'o': {
      const card = byNumber(context.cards, argument)
      return card
        ? { command: { do: 'open', card }, says: `Open ${card.number}${whereOf(card)}.` }
        : nothing(argument === '' ? 'Which number?' : `No open incident that you see has the number ${argument}.`)
    }
    default:
      return onCard(word, argument, context)
  }
}

export interface Completion {
  // The whole line with this completion in it.
  line: string
  label: string
}

const most = 8

// What the last word typed could become.
export function completions(line: string, context: CommandContext): Completion[] {
  const verbOnly = /^\s*(\S*)$/.exec(line)
  if (verbOnly) {
    const begun = (verbOnly[1] ?? '').toLowerCase()
    return verbs
      .filter((verb) => verb.word.startsWith(begun) && (verb.needs === undefined || context.may(verb.needs)))
      .slice(0, begun === '' ? verbs.length : most)
      .map((verb) => ({
        line: verb.takes === '' ? verb.word : `${verb.word} `,
        label: `${verb.word}${verb.takes === '' ? '' : ` ${verb.takes}`}: ${verb.does}`,
      }))
  }
  const [word = '', ...rest] = line.trimStart().split(/\s+/)
  const last = (rest.at(-1) ?? '').toLowerCase()
  const before = line.slice(0, line.length - (rest.at(-1) ?? '').length)
  const fromReasons = (reasons: CodedText) =>
    reasons
      .filter((reason) => reason.code.startsWith(last) || reason.text.toLowerCase().includes(last))
      .slice(0, most)
      .map((reason) => ({ line: `${before}${reason.code}`, label: `${reason.code}: ${reason.text}` }))
  switch (word.toLowerCase()) {
    case 'g':
      return context.scale
        .filter((entry) => entry.grade.toLowerCase().startsWith(last))
        .map((entry) => ({ line: `${before}${entry.grade}`, label: `${entry.grade}: ${entry.name}` }))
    case 'none':
      return fromReasons(context.policy?.working?.unresourced_reasons ?? [])
    case 'ref':
    case 'off':
      return rest.length < 2 ? [] : fromReasons(context.policy?.working?.unit_reasons ?? [])
    case 'link':
    case 'rel':
    case 'o':
      if (rest.length > 1) return []
      return context.cards
        .filter((card) => card.id !== context.card?.id && numberOf(card).startsWith(last))
        .slice(0, most)
        .map((card) => ({
          line: `${before}${numberOf(card)}`,
          label: `${numberOf(card)}: grade ${card.grade ?? '?'}${card.personal?.location_text ? `, ${card.personal.location_text}` : ''}`,
        }))
    default:
      return []
  }
}

const numberOf = (card: Card) => shortNumber(card.number)
