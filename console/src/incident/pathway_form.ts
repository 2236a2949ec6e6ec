// The record that a pathway wants. Pure.
import type { Field, Values } from '../common/form.ts'
import { type FormContext, coded, officerPosts } from './action_form.ts'

export function pathwayFields(context: FormContext): Field[] {
  const { pathways, policy } = context
  const needs = (values: Values, need: string) =>
    pathways?.pathways.find((one) => one.pathway === values['/pathway'])?.needs.includes(need) === true
  const standings = { offered: 'offered', barred: 'barred', needs_authority: 'needs an authority' }
  return [
    {
      pointer: '/pathway',
      label: 'Pathway',
      kind: 'choice',
      required: true,
      options: (pathways?.pathways ?? []).map((one) => ({
        code: one.pathway,
        text: `${one.text} (${standings[one.standing]})`,
      })),
    },
    {
      pointer: '/person',
      label: 'How the person took it',
      kind: 'choice',
      required: true,
      options: policy?.working?.screening.agreements ?? [],
      when: (values) => needs(values, 'person'),
    },
    {
      pointer: '/nothing_lost',
      label: 'Nothing would be lost by not attending',
      kind: 'yes_no',
      required: true,
      when: (values) => needs(values, 'nothing_lost'),
    },
    {
      pointer: '/safety_net',
      label: 'What the person was told to do if it changes',
      kind: 'words',
      required: true,
      when: (values) => needs(values, 'safety_net'),
    },
    {
      pointer: '/promise',
      label: 'What the person was told happens next',
      kind: 'words',
      required: true,
      when: (values) => needs(values, 'promise'),
    },
    { pointer: '/due_at', label: 'Done by', kind: 'when', required: true, when: (values) => needs(values, 'due_at') },
    {
      pointer: '/owner',
      label: 'Who has it from now on (role or post)',
      kind: 'choice',
      required: true,
      options: [...coded(['call_handler', 'dispatcher', 'supervisor']), ...officerPosts(policy)],
      when: (values) => needs(values, 'owner'),
    },
    {
      pointer: '/owner_accepted',
      label: 'They have accepted it',
      kind: 'check',
      when: (values) => needs(values, 'owner'),
    },
    {
      pointer: '/close',
      label: 'Close it by this pathway too: why, in your own words',
      kind: 'words',
      hint: 'Left empty, the incident stays open.',
    },
  ]
}
