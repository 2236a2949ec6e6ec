import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import { escalationsKey, useEscalations } from '../api/queries.ts'
import type { EscalationBundles, Told } from '../api/types.ts'
import { Dialog } from '../common/dialog.tsx'
import { GradeBadge } from '../common/grade_badge.tsx'
import type { Scale } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { toldWords } from '../common/told_words.ts'
import { uniqueKey } from '../common/unique.ts'
import { useSettled } from '../common/use_settled.ts'
import type { Board } from '../live/board.ts'
import { useLiveConnection } from '../live/live_context.tsx'
import { isPlain, singleKeysOn } from '../shell/keys.ts'
import { movedBy } from '../shell/list_keys.ts'
import { boardApi } from './board_api.ts'

const askAgainMs = 30_000
// Every console sees the same card change at the same moment: they ask one after the other.
const spreadMs = 1000

// What the posts have been told. Asked for again when the cards show that somebody was told or has answered.
export function useAlarms(board: Board | undefined) {
  const queries = useQueryClient()
  const state = useMemo(
    () =>
      [...(board?.values() ?? [])]
        .filter((card) => card.escalated_to.length > 0)
        .map((card) => `${card.id} ${card.escalated_to.join(' ')}`)
        .sort()
        .join(),
    [board],
  )
  const settled = useSettled(state, spreadMs)
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: escalationsKey })
  }, [queries, settled])
  return useEscalations(board !== undefined, askAgainMs)
}

export const unanswered = (told: Told) => told.acknowledged_at === null

// "3 alarms with 2 posts", or null when nobody owes an answer.
export function alarmWords(bundles: EscalationBundles | undefined): string | null {
  const open = (bundles?.posts ?? []).map((post) => post.unanswered).filter((count) => count > 0)
  const count = open.reduce((sum, one) => sum + one, 0)
  if (count === 0) return null
  return `${count} ${count === 1 ? 'alarm' : 'alarms'} with ${open.length} ${open.length === 1 ? 'post' : 'posts'}`
}

interface Props {
  bundles: EscalationBundles | undefined
  error: unknown
  scale: Scale
  mayAnswer: boolean
  onOpen: (incident: string) => void
  onClose: () => void
  onChanged: () => void
}

// One bundle a post, gone through with the arrows. Nothing here opens by itself.
export function AlarmsDialog({ bundles, error, scale, mayAnswer, onOpen, onClose, onChanged }: Props) {
  const posts = bundles?.posts.filter((post) => post.items.length > 0) ?? []
  const all = posts.flatMap((post) => post.items)
  const [at, setAt] = useState(0)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const live = useLiveConnection()
  const marked = all[Math.min(at, all.length - 1)]

  const answer = () => {
    if (!marked || sending || !mayAnswer || !unanswered(marked)) return
    setSending(true)
    setProblem(null)
    boardApi.answerEscalation(marked.incident, marked.id, uniqueKey()).then(
      (result) => {
        setSending(false)
        live?.learn([result.incident])
        onChanged()
      },
      (failure: unknown) => {
        setSending(false)
        setProblem(asProblem(failure))
      },
    )
  }

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!isPlain(event)) return
    const to = movedBy(event, at, all.length, 10)
    if (to !== null) setAt(Math.max(0, to))
    else if (event.key === 'a' && singleKeysOn()) answer()
    else if (event.key === 'Enter' && marked && !(event.target instanceof HTMLButtonElement)) onOpen(marked.incident)
    else return
    event.preventDefault()
  }

  return (
    <Dialog title="What the posts have been told" onClose={onClose} onKeyDown={onKeyDown}>
      {error !== null && error !== undefined && <ProblemBox error={error} />}
      {all.length === 0 && (error === null || error === undefined) && (
        <p data-first="" tabIndex={-1}>
          {bundles === undefined ? 'Loading…' : 'No post has been told of anything that still stands.'}
        </p>
      )}
      {all.length > 0 && (
        <div
          role="listbox"
          aria-label="Alarms by post"
          tabIndex={0}
          data-first=""
          className="alarms"
          aria-activedescendant={marked ? `alarm_${marked.id}` : undefined}
        >
          {posts.map((post) => (
            <div key={post.post} role="group" aria-labelledby={`post_${post.post}`}>
              <h3 id={`post_${post.post}`} role="presentation">
                {post.name}: {toldWords(post)}
              </h3>
              {post.items.map((told) => (
                // The list has the focus and the keys; the pointer is the other way to choose.
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events
                <div
                  key={told.id}
                  id={`alarm_${told.id}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={told === marked}
                  className={told === marked ? 'alarm alarm-marked' : 'alarm'}
                  onClick={() => setAt(all.indexOf(told))}
                >
                  <GradeBadge grade={told.grade} scale={scale} />
                  <span>
                    <strong>{told.number}</strong> {told.district ?? 'no district'}: {told.what ?? 'look at it'}
                    {told.times > 1 && `, told ${told.times} times`}
                    {told.passed_on && ', passed on to the next post'}
                    <br />
                    <span className="alarm-state">
                      {told.acknowledged_at !== null ? (
                        <>
                          answered <Stamp at={told.acknowledged_at} />
                          {told.review_at !== null && (
                            <>
                              , comes back <Stamp at={told.review_at} />
                            </>
                          )}
                        </>
                      ) : (
                        <>
                          told <Stamp at={told.at} />
                          {told.acknowledge_by !== null && (
                            <>
                              , answer by <Stamp at={told.acknowledge_by} />
                            </>
                          )}
                        </>
                      )}
                    </span>
                  </span>
                </div>
              ))}
            </div>
          ))}
        </div>
      )}
      {problem && <ProblemBox error={problem} />}
      {all.length > 0 && (
        <div className="actions">
          {mayAnswer && (
            <button
              type="button"
              className="button"
              aria-disabled={sending || !marked || !unanswered(marked)}
              onClick={answer}
            >
              Answer for the post <kbd>a</kbd>
            </button>
          )}
          <button type="button" className="button" onClick={() => marked && onOpen(marked.incident)}>
            Open the incident <kbd>Enter</kbd>
          </button>
        </div>
      )}
    </Dialog>
  )
}
