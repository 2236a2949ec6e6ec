// What one assessment says otherwise than the one before it, in plain words. Pure.
import type { Policy } from '../api/types.ts'
import { plain } from '../common/words.ts'
import type { Kept } from './record_log.ts'
import { pathwayText } from './timeline.ts'

export interface Difference {
  kind: 'more' | 'less' | 'other'
  text: string
}

const gradeIn = (grade: string | null) => (grade === null ? 'no grade' : `grade ${grade}`)
const heights: Record<string, number> = { none: 0, low: 1, medium: 2, high: 3 }

function added<T>(before: readonly T[], after: readonly T[], key: (one: T) => string): T[] {
  const held = new Set(before.map(key))
  return after.filter((one) => !held.has(key(one)))
}

export function differences(before: Kept, after: Kept, policy?: Policy): Difference[] {
  const found: Difference[] = []
  const say = (kind: Difference['kind'], text: string) => found.push({ kind, text })
  if (before.proposed_grade !== after.proposed_grade)
    say('other', `Proposes ${gradeIn(after.proposed_grade)}, before ${gradeIn(before.proposed_grade)}`)
  const rule = (one: Kept['reasons'][number]) => `${one.decision} ${one.rule}`
  for (const one of added(before.reasons, after.reasons, rule)) say('more', `Reason: ${one.text}`)
  for (const one of added(after.reasons, before.reasons, rule)) say('less', `No longer a reason: ${one.text}`)
  const flag = (one: string) => policy?.flags.find((known) => known.flag === one)?.text ?? plain(one)
  for (const one of added(before.flags, after.flags, String)) say('more', `Flag: ${flag(one)}`)
  for (const one of added(after.flags, before.flags, String)) say('less', `Flag gone: ${flag(one)}`)
  const code = (one: Kept['exclusions'][number]) => one.code
  for (const one of added(before.exclusions, after.exclusions, code))
    say('more', `Bars resolving it early: ${one.text}`)
  for (const one of added(after.exclusions, before.exclusions, code)) say('less', `No longer bars it: ${one.text}`)
  const answered = added(after.unknown, before.unknown, String)
  const asked = added(before.unknown, after.unknown, String)
  if (answered.length > 0) say('other', `Answered since: ${answered.map(plain).join(', ')}`)
  if (asked.length > 0) say('other', `Now to be asked: ${asked.map(plain).join(', ')}`)
  for (const heading of Object.keys(after.thrive) as (keyof Kept['thrive'])[]) {
    const was = before.thrive[heading]
    const is = after.thrive[heading]
    if (was !== is)
      say((heights[is] ?? 0) > (heights[was] ?? 0) ? 'more' : 'less', `${plain(heading)}: ${is}, before ${was}`)
  }
  if (before.pathway !== after.pathway) say('other', `Pathway: ${pathwayText(after.pathway, policy)}`)
  if (before.policy.sha256 !== after.policy.sha256)
    say(
      'other',
      `Assessed under ${after.policy.pack} ${after.policy.version}, before ${before.policy.pack} ${before.policy.version}`,
    )
  return found
}
