import { usePolicy } from '../api/queries.ts'
import { nameOf, scaleOf } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { dayAndTime, span, wholeNumber } from '../common/time.ts'
import { useNow } from '../common/use_now.ts'
import { addressOf } from '../shell/route.ts'
import { BarChart } from './bar_chart.tsx'
import { byGrade, demandOf, percentOf, perHour } from './demand.ts'
import { useArrivals, useOpenCards } from './supervisor_api.ts'

interface FigureProps {
  name: string
  value: string
  note?: React.ReactNode
}

function Figure({ name, value, note }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {note !== undefined && <dd className="quiet figure-note">{note}</dd>}
    </div>
  )
}

const hours = 8

// What comes in and what waits, as it stands now.
export function LiveDemand({ large = false }: { large?: boolean }) {
  const now = useNow()
  const policy = usePolicy()
  const open = useOpenCards()
  const arrivals = useArrivals(now, hours, true)
  const scale = scaleOf(policy.data)
  const demand = open === null ? null : demandOf(open.cards, now)
  const counts = open === null ? [] : byGrade(open.cards, scale, now)
  const rates = arrivals.data ? perHour(arrivals.data.since) : []
  const { oldest } = demand ?? { oldest: null }
  return (
    <>
      {arrivals.isError && <ProblemBox error={arrivals.error} />}
      {demand === null && <p className="quiet">Waiting for the board…</p>}
      <dl className="figures">
        {demand !== null && (
          <>
            <Figure
              name="Open"
              value={wholeNumber(demand.open)}
              note={open?.partial === true ? 'at least: not all were counted' : undefined}
            />
            <Figure name="Not acknowledged" value={wholeNumber(demand.unacknowledged)} />
            <Figure name="Nobody going" value={wholeNumber(demand.unresourced)} />
            <Figure
              name="On time"
              value={demand.onTimePercent === null ? 'no clock' : `${demand.onTimePercent} %`}
              note={`${wholeNumber(demand.late)} of those open are over their time`}
            />
            <Figure
              name="Oldest that nobody has gone to"
              value={oldest === null ? 'none' : span(now - Date.parse(oldest.received_at))}
              note={
                oldest === null ? undefined : large ? (
                  oldest.number
                ) : (
                  <a href={addressOf({ screen: 'incident', incident: oldest.id })}>{oldest.number}</a>
                )
              }
            />
            <Figure name="Posts told, not answered" value={wholeNumber(demand.escalated)} note="incidents" />
          </>
        )}
        {arrivals.data && (
          <>
            <Figure name="Contacts, last 24 hours" value={wholeNumber(arrivals.data.day.in)} />
            <Figure
              name="Resolved early"
              value={percentOf(arrivals.data.screened, arrivals.data.day.in)}
              note={`${wholeNumber(arrivals.data.screened)} of the day’s contacts, by a pathway`}
            />
          </>
        )}
      </dl>
      <div className="charts">
        {arrivals.data && (
          <BarChart
            title="Contacts an hour"
            of="From"
            counted="Contacts"
            bars={arrivals.data.starts.map((start, index) => ({
              label: dayAndTime(start, start),
              value: rates[index] ?? 0,
            }))}
          />
        )}
        <BarChart
          title="Open by grade"
          of="Grade"
          counted="Open"
          late="Over time"
          bars={counts.map((one) => ({
            label: one.grade === null ? 'None' : large ? one.grade : `${one.grade}, ${nameOf(scale, one.grade)}`,
            value: one.open,
            late: one.late,
          }))}
        />
      </div>
    </>
  )
}
