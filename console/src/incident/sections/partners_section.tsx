import type { Handoff, Policy } from '../../api/types.ts'
import { DueBy } from '../../common/due_by.tsx'
import { Stamp } from '../../common/stamp.tsx'
import { plain } from '../../common/words.ts'
import type { Action } from '../actions.ts'
import { sendingWords } from '../partner_forms.ts'
import type { IncidentRecord } from '../stands_open.ts'
import { partnerName, personIn } from '../timeline.ts'
import { ActButton, Section } from './section.tsx'

interface Props {
  record: IncidentRecord
  policy: Policy | undefined
  mayAnswer: boolean
  onAct: (action: Action) => void
}

const kinds: Record<Handoff['kind'], string> = { agency: 'Hand-off', force: 'Transfer', service: 'Referral' }

function replyTo(handoff: Handoff): Action {
  if (handoff.kind === 'service') return { code: 'receipt', about: handoff.id }
  if (handoff.kind === 'force') return { code: 'transfer_reply', about: handoff.id }
  return { code: 'handoff_reply', about: handoff.id }
}

// Who else has it, who attends, and who has answered.
export function PartnersSection({ record, policy, mayAnswer, onAct }: Props) {
  const { attendance, sender_grade: sender } = record
  return (
    <Section id="partners" digit="7" title="Hand-offs and referrals" note={`${record.handoffs.length}`}>
      <p>
        Police {attendance.police_attending ? 'attend' : 'do not attend'}
        {attendance.partner_attending ? ', a partner attends' : ''}. Owned by{' '}
        {record.owner === 'police' ? 'this force' : partnerName(record.owner, policy)}.
      </p>
      {sender !== null && (
        <p>
          {partnerName(sender.partner, policy)} sent it as grade {sender.grade}, kept until{' '}
          <Stamp at={sender.held_until} />.
        </p>
      )}
      <ul className="plain-list">
        {record.handoffs.map((handoff) => (
          <li key={handoff.id}>
            <strong>{partnerName(handoff.partner, policy)}</strong> ({kinds[handoff.kind].toLowerCase()}):{' '}
            {plain(handoff.state).toLowerCase()}
            {handoff.partner_attending && ', attends'}
            {handoff.returned && ', came back to police'}
            {sendingWords(handoff.sending) !== null && `, ${sendingWords(handoff.sending)}`}
            {handoff.disputed && ', disputed'}. Asked by {personIn(handoff.requested_by)}{' '}
            <Stamp at={handoff.requested_at} seconds />.{' '}
            {handoff.state === 'requested' && <DueBy at={handoff.answer_by} verb="answer" />}
            {handoff.eta !== null && (
              <>
                {' '}
                Expected <Stamp at={handoff.eta} />.
              </>
            )}
            {mayAnswer && handoff.state !== 'completed' && handoff.state !== 'taken_back' && (
              <ActButton
                label={`Answer of ${partnerName(handoff.partner, policy)}`}
                onClick={() => onAct(replyTo(handoff))}
              />
            )}
          </li>
        ))}
      </ul>
      {record.handoffs.length === 0 && <p className="quiet">Nobody else was asked.</p>}
    </Section>
  )
}
