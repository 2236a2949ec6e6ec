import { Dialog } from '../common/dialog.tsx'
import { setSingleKeys, useSingleKeys } from './keys.ts'
import type { Route } from './route.ts'

type Keys = readonly (readonly [keys: string, does: string])[]

const everywhere: Keys = [
  ['F2', 'Take a contact'],
  ['F4', 'The board'],
  ['Alt+W', 'My work'],
  ['F10', 'Supervisor'],
  ['Alt+T', 'Training: exercises that reach nobody'],
  ['? or F1', 'These keys'],
  ['Esc', 'Close what is on top'],
]

const contact: Keys = [
  ['9 1 l w e p c o', 'In Channel: 999, 101, live chat, web form, email, partner, counter, officer'],
  ['F3', 'Put the call you have answered on this form'],
  ['F6', 'Accept the place that came with the call; again, the next one'],
  ['F7', 'All that is known already of caller and place'],
  ['Alt+J', 'Join the open incident of the same caller or place, or not after all'],
  ['F9', 'To the questions, which go on after sending'],
  ['y n, 1 to 9, digits', 'In the questions: answer the marked one'],
  ['u', 'In the questions: asked, and nobody can say'],
  ['Backspace', 'In the questions: take back the last answer'],
  ['↑ ↓', 'In the questions: another question'],
  ['Alt+1 to Alt+5', 'Choose the grade yourself; Alt+0 leaves it to the proposal'],
  ['Ctrl+Enter', 'Send'],
  ['F8, then a letter', 'End the contact with no incident'],
  ['c', 'After sending: confirm the grade'],
  ['1 to 5', 'After sending: raise the grade'],
  ['j', 'After sending: join it to the likeliest duplicate; part them again'],
  ['p', 'After sending: record the pathway that is offered'],
  ['n', 'After sending: next contact'],
]

const record: Keys = [
  ['1 to 9, 0', 'To a part of the record'],
  ['n f x z', 'Note; facts; nobody can say; take facts back'],
  ['g d s', 'Confirm or raise the grade; ask for a lower one; without haste meanwhile'],
  ['a u w q', 'Acknowledge; a unit; nobody to send; put off'],
  ['t h v o', 'A task; hand off; refer; another force'],
  ['l k b m', 'Link; decide on a crime; the call has ended; major incident'],
  ['p y i j', 'Pathway; agree to one; appointment; work on a planned job now'],
  ['e r c', 'Close; open again; the codes'],
  ['Shift+N, Shift+T', 'What somebody needs to be understood; a text to a caller'],
  ['Shift+P', 'Open a problem record on it, or put it into one'],
  ['← →', 'In As known at: a moment back, or on'],
]

const problem: Keys = [
  ['s t', 'Set the stage; an action'],
  ['i e', 'Add an incident; close it'],
]

const work: Keys = [
  ['j k or ↑ ↓', 'Next and previous task'],
  ['Enter', 'The incident of the task'],
  ['c t y', 'Complete; record an attempt; approve or refuse'],
]

const training: Keys = [
  ['p', 'Pause the exercise, or go on'],
  ['F9', 'To the questions; Space puts the marked one to the caller, then answer it by its key'],
  ['Alt+1 to Alt+5', 'Choose the grade; Alt+0 ends the contact without an incident'],
  ['Ctrl+Enter', 'Hand in'],
]

const roster: Keys = [
  ['↑ ↓ ← →', 'Another post; another duty or gap of the post'],
  ['Enter', 'On a gap: put somebody on; on a duty: take off'],
  ['p', 'Put somebody on the post'],
  ['i', 'Name a stand-in on call'],
  ['t', 'Take somebody off'],
  ['u', 'Undo the last change'],
]

const audit: Keys = [['s', 'On an audit page: score it']]

const board: Keys = [
  ['j k or ↑ ↓', 'Next and previous incident'],
  ['a', 'Acknowledge'],
  ['Enter', 'Open the incident'],
  ['i', 'In an open incident: its whole record'],
  ['n', 'Add a note'],
  ['g', 'Confirm or raise the grade'],
  ['/', 'Command: ack · g 2 · as K12 · none · link 45 · note … · a number opens it; Tab completes'],
  ['s u l', 'Command begun: assign a unit, nobody can be sent, link'],
  ['f', 'Filter: g1,2 · d:salford · pod · new · any words; Esc clears it'],
  ['e', 'What the posts have been told'],
  ['m', 'The major incident that is declared'],
  ['v', 'Map with its list, which has the same keys; the rows again'],
  ['Home End', 'First and last'],
]

function Table({ title, keys }: { title: string; keys: Keys }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl className="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

export function Help({ screen, onClose }: { screen: Route['screen']; onClose: () => void }) {
  const single = useSingleKeys()
  const tables = [
    <Table key="contact" title="Take contact" keys={contact} />,
    <Table key="board" title="Board" keys={board} />,
    <Table key="work" title="My work" keys={work} />,
    <Table key="supervisor" title="Roster, of the supervisor" keys={roster} />,
    <Table key="audit" title="Audit page" keys={audit} />,
    <Table key="training" title="Training" keys={training} />,
    <Table key="incident" title="Incident" keys={record} />,
    <Table key="problem" title="Problem record" keys={problem} />,
  ]
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div className="help">
        {tables.toSorted((a, b) => Number(b.key === screen) - Number(a.key === screen))}
        <Table title="Everywhere" keys={everywhere} />
        <label className="check">
          <input type="checkbox" checked={single} onChange={(event) => setSingleKeys(event.target.checked)} />
          Single-letter keys on
        </label>
      </div>
    </Dialog>
  )
}
