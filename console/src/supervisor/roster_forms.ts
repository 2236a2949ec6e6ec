// The forms of the roster: putting somebody on a post, and taking them off. Pure.
import type { Desk, Duty, Pod, Policy, Roster } from '../api/types.ts'
import { dutyName } from '../common/duty_words.ts'
import type { Choice, Field, Values } from '../common/form.ts'
import { londonField } from '../common/london.ts'
import { isRunning, type RosterItem, type RosterLine } from './roster_words.ts'

const usualShiftMs = 8 * 3_600_000

export interface RosterForm {
  title: string
  send: string
  about?: string
  fields: Field[]
  given: Values
}

export interface RosterContext {
  roster: Roster
  policy: Policy | undefined
  pods: readonly Pod[]
  desks: readonly Desk[]
  now: number
}

// Those who are planned or at a desk; anybody else is written.
function people({ roster, desks }: RosterContext): Choice[] {
  const names = [...roster.duties.map((one) => one.person), ...desks.map((one) => one.person.replace(/^user:/, ''))]
  return [...new Set(names)].toSorted().map((name) => ({ code: name, text: name }))
}

function areas(pods: readonly Pod[]): Choice[] {
  return [
    ...pods.map((one) => ({ code: one.pod, text: one.name })),
    ...pods.flatMap((one) => one.districts).map((district) => ({ code: district, text: `${district} alone` })),
  ]
}

// The time to be filled: the gap's, from now on where it runs; beside a duty, the same for a stand-in, else what follows.
function timeOf(line: RosterLine, item: RosterItem | undefined, standIn: boolean, now: number): [number, number] {
  const next = line.next[0]
  const following = next?.what === 'duty' ? Date.parse(next.duty.from) : null
  if (item?.what === 'duty') {
    const from = Date.parse(item.duty.from)
    const to = Date.parse(item.duty.to)
    return standIn ? [Math.max(from, now), to] : [to, to + (to - from)]
  }
  const begin = item?.what === 'gap' ? Math.max(Date.parse(item.gap.from), now) : now
  const end = item?.what === 'gap' ? item.gap.to : (item?.until ?? null)
  return [begin, end !== null ? Date.parse(end) : (following ?? begin + usualShiftMs)]
}

export function putOnForm(
  line: RosterLine,
  item: RosterItem | undefined,
  standIn: boolean,
  context: RosterContext,
): RosterForm {
  const { policy, pods, now } = context
  const where = dutyName(policy, pods, line)
  const [from, to] = timeOf(line, item, standIn, now)
  return {
    title: standIn ? `Name a stand-in: ${where}` : `Put somebody on: ${where}`,
    send: standIn ? 'Name the stand-in' : 'Put on',
    fields: [
      {
        pointer: '/person',
        label: 'Who',
        kind: 'find',
        options: people(context),
        free: true,
        required: true,
        hint: 'Account or collar number, never a name.',
      },
      { pointer: '/from', label: 'From', kind: 'when', required: true },
      { pointer: '/to', label: 'Until', kind: 'when', required: true },
      {
        pointer: '/on_call',
        label: 'Stands in on call: answers where nobody on duty can be reached',
        kind: 'check',
      },
      {
        pointer: '/post',
        label: 'Post',
        kind: 'choice',
        options: (policy?.working?.posts ?? []).map((one) => ({ code: one.post, text: one.name })),
        required: true,
      },
      { pointer: '/area', label: 'Where', kind: 'choice', options: areas(pods), none: 'The whole force' },
    ],
    given: {
      '/post': line.post,
      '/area': line.area ?? '',
      '/from': londonField(from),
      '/to': londonField(to),
      '/on_call': standIn,
    },
  }
}

export function dutyOf(body: Record<string, unknown>): Duty {
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
  return {
    post: text('post'),
    area: text('area') === '' ? null : text('area'),
    person: text('person'),
    from: text('from'),
    to: text('to'),
    on_call: body.on_call === true,
  }
}

export function takeOffForm(duty: Duty, { policy, pods, now }: RosterContext): RosterForm {
  const running = isRunning(duty, now)
  return {
    title: `Take ${duty.person} off: ${dutyName(policy, pods, duty)}`,
    send: 'Take off',
    about: running
      ? 'The duty ends at this time. What was done until then stays in the record, and what comes after it is a gap until somebody is put on.'
      : 'The duty is taken out of the plan; its time is a gap until somebody is put on.',
    fields: running ? [{ pointer: '/at', label: 'Leaves the post at', kind: 'when', required: true }] : [],
    given: running ? { '/at': londonField(now) } : {},
  }
}
