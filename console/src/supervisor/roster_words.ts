// The planned roster as a supervisor reads it: one line a post and area, with who is on now, who comes next and what
// comes later; where nobody is, that is said in words. Pure.
import type { Duty, Roster, RosterGap } from '../api/types.ts'
import { dayAndTime } from '../common/time.ts'

export type RosterItem =
  | { what: 'duty'; key: string; duty: Duty }
  // Named by the server, so long ahead as the force's data say.
  | { what: 'gap'; key: string; gap: RosterGap }
  // Nobody now, and no gap is named: nothing was ever planned, or the post need not be filled at all times.
  | { what: 'nobody'; key: string; until: string | null; wanted: boolean }

export interface RosterLine {
  key: string
  post: string
  area: string | null
  now: RosterItem[]
  next: RosterItem[]
  later: RosterItem[]
}

const lineKey = (post: string, area: string | null) => `${post} ${area ?? ''}`
const begins = (item: RosterItem) =>
  item.what === 'duty' ? Date.parse(item.duty.from) : item.what === 'gap' ? Date.parse(item.gap.from) : -Infinity

export function keyOfDuty(duty: Duty): string {
  return [lineKey(duty.post, duty.area), duty.person, Date.parse(duty.from), duty.on_call].join(' ')
}

export function sameDuty(a: Duty, b: Duty): boolean {
  return keyOfDuty(a) === keyOfDuty(b) && Date.parse(a.to) === Date.parse(b.to)
}

export function isRunning(duty: Duty, now: number): boolean {
  return Date.parse(duty.from) <= now && now < Date.parse(duty.to)
}

// Those on duty before those on call, then by their begin.
function inOrder(items: RosterItem[]): RosterItem[] {
  const onCall = (item: RosterItem) => Number(item.what === 'duty' && item.duty.on_call)
  return items.toSorted((a, b) => onCall(a) - onCall(b) || begins(a) - begins(b))
}

function lineOf(post: string, area: string | null, roster: Roster, now: number, wanted: boolean): RosterLine {
  const here = (one: { post: string; area: string | null }) => one.post === post && one.area === area
  const key = lineKey(post, area)
  const items: RosterItem[] = [
    ...roster.duties
      .filter((duty) => here(duty) && Date.parse(duty.to) > now)
      .map((duty): RosterItem => ({ what: 'duty', key: keyOfDuty(duty), duty })),
    ...roster.gaps
      .filter((gap) => here(gap) && (gap.to === null || Date.parse(gap.to) > now))
      .map((gap): RosterItem => ({ what: 'gap', key: `${key} gap ${gap.from}`, gap })),
  ]
  const current = items.filter((item) => begins(item) <= now)
  const coming = items.filter((item) => begins(item) > now)
  const first = Math.min(...coming.map(begins))
  if (current.length === 0) {
    const until = coming.length === 0 ? null : new Date(first).toISOString()
    current.push({ what: 'nobody', key: `${key} nobody`, until, wanted })
  }
  return {
    key,
    post,
    area,
    now: inOrder(current),
    next: inOrder(coming.filter((item) => begins(item) === first)),
    later: coming.filter((item) => begins(item) > first).toSorted((a, b) => begins(a) - begins(b)),
  }
}

// The posts that must be filled in the order of the force's data, then whatever else is planned.
export function linesOf(roster: Roster, now: number): RosterLine[] {
  const wanted = new Set(roster.posts.map((one) => lineKey(one.post, one.area)))
  const lines = new Map<string, RosterLine>()
  for (const { post, area } of [...roster.posts, ...roster.gaps, ...roster.duties]) {
    const key = lineKey(post, area)
    if (!lines.has(key)) lines.set(key, lineOf(post, area, roster, now, wanted.has(key)))
  }
  return [...lines.values()]
}

// The arrow keys in the table: to the next one of the line, or to the same column of the next line that has one.
export function stepped(lines: readonly RosterLine[], held: string, key: string): string {
  const all = lines.map((line) => [...line.now, ...line.next, ...line.later].map((item) => item.key))
  const row = all.findIndex((keys) => keys.includes(held))
  const at = all[row]?.indexOf(held) ?? 0
  const line = all[row] ?? []
  switch (key) {
    case 'ArrowRight':
      return line[Math.min(line.length - 1, at + 1)] ?? held
    case 'ArrowLeft':
      return line[Math.max(0, at - 1)] ?? held
    case 'Home':
      return all[0]?.[0] ?? held
    case 'End':
      return all.at(-1)?.[0] ?? held
    default: {
      const other = all[row + (key === 'ArrowDown' ? 1 : -1)]
      return other?.[Math.min(at, other.length - 1)] ?? held
    }
  }
}

const at = (instant: string, now: number) => dayAndTime(Date.parse(instant), now)

export function itemWords(item: RosterItem, now: number): string {
  switch (item.what) {
    case 'duty': {
      const { person, from, to, on_call } = item.duty
      const when = isRunning(item.duty, now) ? `until ${at(to, now)}` : `${at(from, now)} to ${at(to, now)}`
      return `${on_call ? 'On call: ' : ''}${person} ${when}`
    }
    case 'gap': {
      const { from, to } = item.gap
      const begun = Date.parse(from) <= now ? 'since' : 'from'
      return `Gap: nobody ${begun} ${at(from, now)}${to === null ? '' : ` until ${at(to, now)}`}`
    }
    case 'nobody':
      return `${item.wanted ? 'Gap: nobody is planned' : 'Nobody'}${item.until === null ? '' : ` until ${at(item.until, now)}`}`
  }
}

export function isGap(item: RosterItem): boolean {
  return item.what === 'gap' || (item.what === 'nobody' && item.wanted)
}

// "2 gaps are named" and how far the plan goes, in a sentence each.
export function summaryOf(roster: Roster, lines: readonly RosterLine[], tell: string, now: number): string {
  if (roster.planned_to === null) return 'Nothing has been planned yet: nobody answers for any post by name.'
  const gaps = roster.gaps.length
  const open = lines.filter((line) => line.now.some(isGap)).length
  const named =
    gaps === 0
      ? 'No gap comes soon.'
      : `${gaps} ${gaps === 1 ? 'gap is' : 'gaps are'} named${open > 0 ? `, ${open} of them now` : ''}; ${tell} is told.`
  return `${named} Planned to ${at(roster.planned_to, now)}.`
}
