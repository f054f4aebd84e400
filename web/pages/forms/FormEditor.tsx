import { Button, Group, Skeleton } from '@mantine/core'
import type { Form, FormDefinition } from '../../../model/form.ts'
import { FormError } from '../../ui/FormError.tsx'
import { Section } from '../../ui/Section.tsx'
import { FieldRows } from './FieldRows.tsx'
import { FormSettings } from './FormSettings.tsx'
import classes from './forms.module.css'
import { useFormDraft, useFormPreview } from './use-form-draft.ts'

/** What a form asks and does, with its page beside it as it will be. */
export function FormEditor({ form }: { form: Form }) {
  const { name, setName, definition, change, isChanged, save, reset } = useFormDraft(form)
  return (
    <div className={classes.editor}>
      <div>
        <FieldRows fields={definition.fields} onChange={(fields) => change({ fields })} />
        <FormSettings name={name} onName={setName} definition={definition} onChange={change} />
        <div className={classes.foot}>
          <FormError error={save.error} />
          <Group gap="xs">
            <Button disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate()}>
              Save
            </Button>
            {isChanged && (
              <Button variant="subtle" color="gray" onClick={reset}>
                Discard
              </Button>
            )}
          </Group>
        </div>
      </div>
      <Preview definition={definition} />
    </div>
  )
}

function Preview({ definition }: { definition: FormDefinition }) {
  const { html, problem } = useFormPreview(definition)
  return (
    <div className={classes.preview}>
      <Section title="How it looks">
        {problem && <p className={classes.problem}>{problem}</p>}
        {!html && !problem && <Skeleton height={320} />}
        {/* Without a right to run anything: only what is shown counts here. */}
        {html && <iframe className={classes.frame} title="The form" sandbox="" srcDoc={html} />}
      </Section>
    </div>
  )
}
