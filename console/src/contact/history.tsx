import { Stamp } from '../common/stamp.tsx'
import { channelLabel, plain } from '../common/words.ts'
import type { History, HistorySource } from './contact_api.ts'

type Found = HistorySource['results'][number]

function reasons(found: Found): string {
  return (found.why_matched ?? []).map((why) => why.reason).join(', ')
}

export function nothingKnown(status: History['status']): string {
  switch (status) {
    case 'none':
      return 'History: searched, every source answered, nothing known.'
    case 'unavailable':
      return 'History: could not be searched. That is not “nothing known”.'
    case 'not_shown':
      return 'History: not shown to you. That is not “nothing known”.'
    default:
      return 'History: not searched, since there was nothing to look under. That is not “nothing known”.'
  }
}

const sourceStatus: Record<HistorySource['status'], string> = {
  found: 'found',
  none: 'answered, nothing known',
  unavailable: 'did not answer: that is not “nothing known”',
}

const kindWords: Record<HistorySource['kind'], string> = {
  own: '',
  pnc: ' (Police National Computer)',
  pnd: ' (Police National Database)',
  records: ' (records system)',
  other: '',
}

function FoundLine({ found, source }: { found: Found; source: string }) {
  const raw = found as Record<string, unknown>
  const channel = typeof raw.channel === 'string' ? channelLabel(raw.channel) : null
  const grade = typeof raw.grade === 'string' ? `grade ${raw.grade}` : null
  const status = typeof raw.incident_status === 'string' ? raw.incident_status : null
  const what = found.marker ? plain(found.marker) : (found.number ?? plain(source))
  return (
    <li>
      <strong>{what}</strong> {found.at && <Stamp at={found.at} />}{' '}
      {[channel, grade, status, found.state === undefined ? null : plain(found.state).toLowerCase()]
        .filter((part) => part !== null)
        .join(', ')}{' '}
      <span className="quiet">{reasons(found)}</span>
    </li>
  )
}

// What is known already of number, people, place and vehicles, each with why it matched, source by source. A source that
// could not answer never reads as "nothing known" (lessons.md R06).
export function HistoryPart({ history }: { history: History }) {
  if (history.status !== 'found' && history.sources.length === 0)
    return <p className="quiet">{nothingKnown(history.status)}</p>
  return (
    <section>
      <h2>Known already</h2>
      {history.cluster && (
        <p>
          {history.cluster.contacts} earlier contacts, {history.cluster.last_24h} of them in 24 hours.
        </p>
      )}
      {history.sources.map((source) => (
        <div key={source.source} className="history-source">
          <h3>
            {plain(source.source)}
            {kindWords[source.kind]}{' '}
            <span className={source.status === 'unavailable' ? 'history-silent' : 'quiet'}>
              {sourceStatus[source.status]}, as of <Stamp at={source.as_of} seconds />
            </span>
          </h3>
          <ul className="plain-list">
            {source.results.map((found, index) => (
              <FoundLine key={`${source.source}-${index}`} found={found} source={source.source} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
