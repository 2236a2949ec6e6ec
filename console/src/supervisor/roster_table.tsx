import { useEffect, useRef } from 'react'
import type { Desk, Pod, Policy } from '../api/types.ts'
import { areaName, postName } from '../common/duty_words.ts'
import { isPlain, singleKeysOn } from '../shell/keys.ts'
import { isGap, isRunning, itemWords, stepped, type RosterItem, type RosterLine } from './roster_words.ts'

interface Props {
  lines: readonly RosterLine[]
  held: string | null
  follow: boolean // `held` came with a change: the focus goes to it
  now: number
  policy: Policy | undefined
  pods: readonly Pod[]
  desks: readonly Desk[] | undefined
  onHold: (key: string, byKey: boolean) => void
  onOpen: (item: RosterItem, line: RosterLine) => void
}

const moves: Readonly<Record<string, string>> = { j: 'ArrowDown', k: 'ArrowUp' }
const arrows = ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End']

// Whether whoever is on now is at a desk too; a post that is reached by radio need not be.
function deskWords(item: RosterItem, { now, policy, desks }: Pick<Props, 'now' | 'policy' | 'desks'>): string | null {
  if (item.what !== 'duty' || item.duty.on_call || !isRunning(item.duty, now) || desks === undefined) return null
  const { person, post } = item.duty
  if (desks.some((one) => one.person === `user:${person}` && one.staffed)) return 'logged on'
  const byRadio = policy?.working?.posts.find((one) => one.post === post)?.on_call === true
  return byRadio ? 'by radio or phone' : 'not logged on'
}

// Posts down, time across. One of its buttons is in the tab order; the arrow keys go from one to the other.
export function RosterTable(props: Props) {
  const { lines, held, follow, now, policy, pods, onHold, onOpen } = props
  const table = useRef<HTMLTableElement>(null)
  const first = lines[0]?.now[0]?.key ?? null
  const keys = new Set(lines.flatMap((line) => [...line.now, ...line.next, ...line.later].map((item) => item.key)))
  const current = held !== null && keys.has(held) ? held : first
  const moved = useRef(false)

  useEffect(() => {
    // Also where what had the focus has gone with the change.
    if (moved.current || follow || document.activeElement === document.body)
      table.current?.querySelector<HTMLElement>('button[tabindex="0"]')?.focus()
    moved.current = false
  }, [current, follow])

  const onKeyDown = (event: React.KeyboardEvent) => {
    const key = (singleKeysOn() ? moves[event.key] : undefined) ?? event.key
    if (!isPlain(event) || !arrows.includes(key) || current === null) return
    event.preventDefault()
    const next = stepped(lines, current, key)
    moved.current = next !== current
    onHold(next, true)
  }

  const cell = (items: readonly RosterItem[], line: RosterLine) =>
    items.map((item) => {
      const desk = deskWords(item, props)
      return (
        <button
          key={item.key}
          type="button"
          className={isGap(item) ? 'roster-item roster-gap' : 'roster-item'}
          tabIndex={item.key === current ? 0 : -1}
          aria-current={item.key === current ? 'true' : undefined}
          onFocus={() => onHold(item.key, false)}
          onClick={() => onOpen(item, line)}
        >
          {itemWords(item, now)}
          {desk !== null && <span className="roster-desk">, {desk}</span>}
        </button>
      )
    })

  return (
    // The keys are those of the buttons in it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <table ref={table} className="table roster" aria-label="Roster" onKeyDown={onKeyDown}>
      <thead>
        <tr>
          <th scope="col">Post</th>
          <th scope="col">On now</th>
          <th scope="col">Next</th>
          <th scope="col">Later</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <th scope="row">
              {postName(policy, line.post)} <span className="quiet">{areaName(pods, line.area)}</span>
            </th>
            <td>{cell(line.now, line)}</td>
            <td>{line.next.length > 0 ? cell(line.next, line) : <span className="quiet">nothing planned</span>}</td>
            <td>{line.later.length > 0 ? cell(line.later, line) : null}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
