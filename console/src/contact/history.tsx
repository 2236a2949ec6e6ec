import type { ContactAnswer } from '../api/types.ts'
import { Stamp } from '../common/stamp.tsx'
import { plain } from '../common/words.ts'

type History = ContactAnswer['history']
type Found = History['sources'][number]['results'][number]

function reasons(found: Found): string {
  return (found.why_matched ?? []).map((why) => why.reason).join(', ')
}

function nothingKnown(status: History['status']): string {
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

// What is known already of number, people, place and vehicles, each with why it matched. A source that could not answer
// never reads as "nothing known" (lessons.md R06).
export function HistoryPart({ history }: { history: History }) {
  if (history.status !== 'found') return <p className="quiet">{nothingKnown(history.status)}</p>
  const silent = history.sources.filter((source) => source.status === 'unavailable')
  return (
    <section>
      <h2>Known already</h2>
      {history.cluster && (
        <p>
          {history.cluster.contacts} earlier contacts, {history.cluster.last_24h} of them in 24 hours.
        </p>
      )}
      <ul className="plain-list">
        {history.sources.flatMap((source) =>
          source.results.map((found, index) => (
            <li key={`${source.source}-${index}`}>
              {found.marker ? plain(found.marker) : (found.number ?? plain(source.source))}{' '}
              {found.at && <Stamp at={found.at} />} {reasons(found)}
            </li>
          )),
        )}
      </ul>
      {silent.length > 0 && (
        <p className="quiet">
          Did not answer: {silent.map((source) => plain(source.source)).join(', ')}. That is not “nothing known”.
        </p>
      )}
    </section>
  )
}
