// Runs what the command line understood, and says what was done. Refusals are thrown as they came.
import { api } from '../api/client.ts'
import { RequestProblem } from '../api/problem.ts'
import type { Card } from '../api/types.ts'
import { uniqueKey } from '../common/unique.ts'
import type { Command } from '../command_line/commands.ts'
import type { LiveConnection } from '../live/connection.ts'
import { boardApi } from './board_api.ts'

export interface Screen {
  connection: LiveConnection | null
  acknowledge: (card: Card) => void
  open: (card: Card) => void
  filter: (text: string) => void
  showAlarms: () => void
  gradeForm: (card: Card) => void
  declare: (card: Card) => void
  joinShown: () => boolean
}

const refused = (title: string) => new RequestProblem(0, { code: 'not_now', title }, null)

export async function runCommand(command: Command, screen: Screen): Promise<string> {
  const key = uniqueKey()
  const learn = (card: Card) => screen.connection?.learn([card])
  switch (command.do) {
    case 'acknowledge':
      screen.acknowledge(command.card)
      return `Acknowledging ${command.card.number}.`
    case 'grade': {
      const card = await api.grade(command.card.id, command.grade, key)
      learn(card)
      return `${card.number} is grade ${card.grade ?? '?'}.`
    }
    case 'lower':
      screen.gradeForm(command.card)
      return ''
    case 'unit': {
      const { card, unit, state, reason } = command
      const answer = await boardApi.unit(
        card.id,
        reason === null ? { unit, state } : { unit, state, reason_code: reason },
        key,
      )
      learn(answer.incident)
      return `${unit} ${state.replaceAll('_', ' ')}: ${card.number}.`
    }
    case 'unresourced': {
      const answer = await boardApi.unresourced(command.card.id, command.reason, key)
      learn(answer.incident)
      return `${command.card.number}: the first post is told that nobody can be sent.`
    }
    case 'link': {
      const { card, other, kind, rationale } = command
      const answer = await boardApi.link(card, other.id, kind, rationale, key)
      learn(answer.incident)
      if (answer.other) learn(answer.other)
      return kind === 'duplicate'
        ? `${card.number} joined to ${other.number}.`
        : `${card.number} related to ${other.number}.`
    }
    case 'note': {
      const answer = await api.addNote(command.card.id, command.text, key)
      learn(answer.incident)
      return `Note added to ${command.card.number}.`
    }
    case 'open':
      screen.open(command.card)
      return ''
    case 'filter':
      screen.filter(command.text)
      return ''
    case 'alarms':
      screen.showAlarms()
      return ''
    case 'leave': {
      const answer = await boardApi.leaveDesk(command.status, key)
      const left = answer.not_returned.length
      return `${answer.returned.length} went back to the desk${left > 0 ? `, ${left} could not: hand them over` : ''}.`
    }
    case 'declare':
      screen.declare(command.card)
      return ''
    case 'join_shown':
      if (!screen.joinShown()) throw refused('No major incident is declared, or the filter shows none to join')
      return ''
  }
}
