// What an exercise came to, in sentences. Pure.
import { outcomeLabel, plain, valueInWords } from '../common/words.ts'
import type { Exercise, ExerciseResult, TraineeAgreement } from './training_api.ts'

export const partNames: Record<ExerciseResult['parts'][number]['part'], string> = {
  grade: 'Grade',
  asked: 'What had to be asked',
  heard: 'Written down as it was said',
  time: 'Time',
  pathway: 'Pathway',
  flags: 'Flags',
}

const steps = (count: number) => (count === 1 ? 'one step' : `${count} steps`)

export function gradeSentence(exercise: Exercise, result: ExerciseResult): string {
  const { verdict, expected, expected_contact_only } = result.grade
  const given = exercise.handed_in?.grade
  const gave = given === undefined ? 'Ending it without an incident' : `Grade ${given}`
  const wanted = expected === null ? 'no incident was expected' : `grade ${expected} was expected`
  if (verdict === 'too_low') return `${gave} is ${steps(result.grade.steps)} too low: ${wanted}.`
  if (verdict === 'too_high') return `${gave} is ${steps(result.grade.steps)} too high: ${wanted}.`
  const ending = exercise.handed_in?.contact_only
  if (expected === null && expected_contact_only !== null && ending !== expected_contact_only) {
    return `Ending it without an incident is right, but as “${outcomeLabel(expected_contact_only).toLowerCase()}”.`
  }
  return `${gave} is right.`
}

export function timeSentence(result: ExerciseResult): string {
  const { to_grade, allowed, paused } = result.seconds
  const late = to_grade > allowed ? `, ${to_grade - allowed} too many` : ''
  const stood = paused > 0 ? ` The clock stood for ${paused} seconds, which do not count.` : ''
  return `Graded after ${to_grade} seconds${late}; ${allowed} were allowed.${stood}`
}

// What was otherwise than it should be, a sentence each; none: nothing was.
export function differences(
  exercise: Exercise,
  result: ExerciseResult,
  words: { fact: (fact: string) => string; flag: (flag: string) => string; pathway: (pathway: string) => string },
): string[] {
  const out: string[] = []
  for (const { fact, at_s } of result.asked) {
    if (at_s === null) out.push(`Not asked: ${words.fact(fact)}`)
  }
  for (const { fact, written, said } of result.misheard) {
    out.push(`${words.fact(fact)} You wrote down “${valueInWords(written)}”; the caller said “${valueInWords(said)}”.`)
  }
  for (const fact of result.not_said) out.push(`Written down, and not said by anybody: ${plain(fact).toLowerCase()}.`)
  if (!result.pathway.right) {
    const given = exercise.handed_in?.pathway
    const gave = given === undefined ? 'No pathway was chosen' : `The pathway was “${words.pathway(given)}”`
    out.push(`${gave}; “${words.pathway(result.pathway.expected)}” was expected.`)
  }
  for (const flag of result.flags.missed) out.push(`The flag “${words.flag(flag)}” was missed.`)
  for (const flag of result.flags.wrong) out.push(`The flag “${words.flag(flag)}” does not belong here.`)
  return out
}

// The rules on what the trainee wrote down, where they say something else than on all that could have been known.
export function rulesSentence(result: ExerciseResult): string {
  const whole = result.by_rules.proposed_grade
  const written = result.by_rules_given.proposed_grade
  const called = (grade: string | null) => (grade === null ? 'no grade' : `grade ${grade}`)
  if (whole === written) return `The rules say ${called(whole)}, and say the same of what you wrote down.`
  return `The rules say ${called(whole)}. Of what you wrote down they say ${called(written)}.`
}

type Figures = TraineeAgreement['all']

const percent = (share: number | null) => (share === null ? 'no figure' : `${Math.round(share * 100)} %`)

export function agreementSentence(figures: Figures, least: number): string {
  if (!figures.enough) {
    return `Too few: ${figures.trainees} of at least ${least} trainees. A figure of so few would say nothing.`
  }
  const { between, with_expected } = figures
  const beyond = between.kappa === null ? 'chance alone would agree as well' : `kappa ${between.kappa.toFixed(2)}`
  return `${percent(between.raw)} of ${between.pairs} pairs agree (${beyond}); ${percent(with_expected.raw)} with what is expected.`
}
