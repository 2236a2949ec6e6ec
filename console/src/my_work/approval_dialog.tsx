import { usePolicy } from '../api/queries.ts'
import type { OwedTask } from '../api/types.ts'
import { Dialog } from '../common/dialog.tsx'
import { ProblemBox } from '../common/problem_box.tsx'
import { approvalForm } from '../incident/owed_forms.ts'
import { AskingWords } from '../incident/asking.tsx'
import { useLog, useRecord } from '../incident/record_api.ts'
import { askingFor } from '../incident/record_log.ts'
import { SendForm } from './send_form.tsx'

interface Props {
  task: OwedTask
  onDone: (answer: unknown) => void
  onClose: () => void
}

// Approve or refuse, with what was asked for and why in view.
export function ApprovalDialog({ task, onDone, onClose }: Props) {
  const policy = usePolicy()
  const record = useRecord(task.incident, null)
  const log = useLog(task.incident, null)
  const approval = record.data?.approvals.find((one) => one.id === task.about)
  if (record.isError || log.isError) {
    return (
      <Dialog title={`A lower grade of ${task.number}`} onClose={onClose}>
        <ProblemBox error={record.error ?? log.error} />
      </Dialog>
    )
  }
  if (record.data === undefined || log.data === undefined) return null
  return (
    <SendForm form={approvalForm(task.about ?? '', task.number, policy.data)} onDone={onDone} onClose={onClose}>
      {approval && (
        <AskingWords approval={approval} asking={askingFor(approval.id, log.data.events)} policy={policy.data} />
      )}
    </SendForm>
  )
}
