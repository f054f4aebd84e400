import { Stack, Text } from '@mantine/core'
import type { Form } from '../../../model/form.ts'
import { CopyField } from '../../ui/CopyField.tsx'
import { Section } from '../../ui/Section.tsx'

/** How a form gets to people: into a page, or as a link. */
export function ShareForm({ form: { id, open, definition } }: { form: Form }) {
  const { origin } = window.location
  const page = `${origin}/f/${id}`
  const embed = `<div data-kith-form="${id}"></div>\n<script async src="${origin}/kith-forms.js"></script>`
  const call = `curl -X POST "${origin}/api/v1/forms/${id}/submissions" \\\n  -H "Authorization: Bearer $KITH_API_KEY" -H 'Content-Type: application/json' \\\n  -d '{ "answers": { "email": "ada@example.com" } }'`
  return (
    <Stack gap="lg" maw="46rem">
      {!open && <Text size="sm">This form is closed: until it is opened, its page says so.</Text>}
      <Section title="In your page">
        <Text size="sm" c="dimmed" mb="xs">
          It is as wide as its place and as high as it needs to be. The page’s address with its utm_ parts,
          and the visitor whom kith.js, Segment’s or RudderStack’s script knows, come along.
          {definition.sites.length > 0 && ` Only ${definition.sites.join(', ')} may show it.`}
        </Text>
        <CopyField label="lines for your page" value={embed} block />
      </Section>
      <Section title="As a link">
        <CopyField label="link" value={page} />
      </Section>
      <Section title="From a form of your own">
        <CopyField label="call" value={call} block />
      </Section>
    </Stack>
  )
}
