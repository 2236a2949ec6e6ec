import { useId, useState } from 'react'
import { usePods, usePolicy } from '../api/queries.ts'
import type { TakenOver } from '../api/types.ts'
import { GradeBadge } from '../common/grade_badge.tsx'
import { scaleOf } from '../common/grades.ts'
import { ReadProblem } from '../common/read_problem.tsx'
import { Stamp } from '../common/stamp.tsx'
import { resourcingLabel } from '../common/words.ts'
import { useLive } from '../live/live_context.tsx'
import { addressOf } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { asTheyAre, besidesTheList, ownDutyName } from './takeover_words.ts'
import { useTakeover, workAgainS } from './work_api.ts'

// Whoever goes on by Tab comes to what follows the list within reason.
const shownAtFirst = 20

// What the roster hands to whoever comes on, and when they are on next. Silent where it has no duty for them, as for most
// people who dispatch.
export function Takeover() {
  const session = useSession()
  const policy = usePolicy()
  const pods = usePods(may(session, 'console_connect')).data ?? []
  const takeover = useTakeover(may(session, 'dispatch_acknowledge'))
  const begun = takeover.data?.begun ?? []
  const next = takeover.data?.next ?? null
  const isPlanned = begun.length > 0 || next !== null
  if (!isPlanned && !takeover.isError) return null
  return (
    <section className="record-section" aria-labelledby="takeover">
      <h2 id="takeover">What you take over</h2>
      {takeover.isError && (
        <ReadProblem error={takeover.error} againS={workAgainS} readAt={isPlanned ? takeover.dataUpdatedAt : 0} />
      )}
      {begun.map((one) => (
        <DutyBegun
          key={`${one.duty.post} ${one.duty.area ?? ''} ${one.duty.from}`}
          name={ownDutyName(policy.data, pods, one.duty)}
          taken={one}
        />
      ))}
      {next !== null && (
        <p className="quiet">
          Your next duty: {ownDutyName(policy.data, pods, next)}, from <Stamp at={next.from} inWords />.
        </p>
      )}
    </section>
  )
}

// One duty that runs, with what was open there when it began and still is.
function DutyBegun({ name, taken }: { name: string; taken: TakenOver }) {
  const policy = usePolicy()
  const live = useLive()
  const title = useId()
  const scale = scaleOf(policy.data)
  const incidents = asTheyAre(taken.incidents, live?.phase === 'live' ? live.board : undefined)
  const besides = besidesTheList(taken)
  const [all, setAll] = useState(false)
  const shown = all ? incidents : incidents.slice(0, shownAtFirst)
  return (
    <>
      <h3 id={title}>
        {name}, until <Stamp at={taken.duty.to} />
      </h3>
      {incidents.length > 0 && (
        <ol className="plain-list" aria-labelledby={title}>
          {shown.map((one) => (
            <li key={one.id}>
              <GradeBadge grade={one.grade} scale={scale} />{' '}
              <a href={addressOf({ screen: 'incident', incident: one.id })}>{one.number}</a>{' '}
              {one.district ?? <span className="quiet">no district</span>}, {resourcingLabel(one.resourcing)}
            </li>
          ))}
        </ol>
      )}
      {incidents.length > shownAtFirst && (
        <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Show the first ${shownAtFirst}` : `Show all ${incidents.length}`}
        </button>
      )}
      {besides !== null && (
        <p className="quiet">
          {besides}
          {taken.more > 0 && (
            <>
              {' '}
              <a href={addressOf({ screen: 'board', incident: null })}>The board</a> has all that is open.
            </>
          )}
        </p>
      )}
    </>
  )
}
