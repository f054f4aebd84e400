import { Checkbox, Stack, Textarea, TextInput } from '@mantine/core'
import type { FormDefinition } from '../../../model/form.ts'
import { Section } from '../../ui/Section.tsx'

export type FormSettingsProps = {
  name: string
  onName: (name: string) => void
  definition: FormDefinition
  onChange: (part: Partial<FormDefinition>) => void
}

/** What stands around the questions, and what happens with the answers. */
export function FormSettings({ name, onName, definition, onChange }: FormSettingsProps) {
  const { title, intro, button, thanks, redirect, makes_lead, double_opt_in, sites } = definition
  return (
    <>
      <Section title="Words">
        <Stack gap="sm">
          <TextInput
            label="Name"
            description="For you and your colleagues"
            maxLength={200}
            value={name}
            onChange={(event) => onName(event.currentTarget.value)}
          />
          <TextInput
            label="Heading"
            maxLength={200}
            value={title}
            onChange={(event) => onChange({ title: event.currentTarget.value })}
          />
          <Textarea
            label="Words before the questions"
            autosize
            minRows={2}
            maxLength={1_000}
            value={intro}
            onChange={(event) => onChange({ intro: event.currentTarget.value })}
          />
          <TextInput
            label="Button"
            maxLength={60}
            value={button}
            onChange={(event) => onChange({ button: event.currentTarget.value })}
          />
          <Textarea
            label="Thanks"
            autosize
            minRows={2}
            maxLength={1_000}
            value={thanks}
            onChange={(event) => onChange({ thanks: event.currentTarget.value })}
          />
          <TextInput
            label="Or go to this page afterwards"
            placeholder="https://www.example.com/thanks"
            value={redirect ?? ''}
            onChange={(event) => onChange({ redirect: event.currentTarget.value || null })}
          />
        </Stack>
      </Section>
      <Section title="What happens with answers">
        <Stack gap="sm">
          <Checkbox
            label="Make a lead"
            description="Unless the person is an open lead already. Assignment rules decide who gets it."
            checked={makes_lead}
            onChange={(event) => onChange({ makes_lead: event.currentTarget.checked })}
          />
          <Checkbox
            label="Have the address confirmed first (double opt-in)"
            description="A mail with a link goes out; until it is followed, nothing that was written counts."
            checked={double_opt_in}
            onChange={(event) => onChange({ double_opt_in: event.currentTarget.checked })}
          />
          <Textarea
            label="Sites that may show it"
            description="One a line, such as https://www.example.com; none means every site"
            autosize
            minRows={2}
            value={sites.join('\n')}
            onChange={(event) => onChange({ sites: event.currentTarget.value.split('\n') })}
          />
        </Stack>
      </Section>
    </>
  )
}
