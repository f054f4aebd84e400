import { useState } from 'react'
import { plainValue } from '../../lib/format.ts'
import { useSession } from '../../lib/session.ts'
import { Section } from '../../ui/Section.tsx'
import classes from '../fields/fields.module.css'
import { DetailRow } from './DetailRow.tsx'
import { details } from './details.ts'
import { useTraitEdit, type TraitTarget } from './use-trait-edit.ts'

const rightsNames = { person: 'people', company: 'companies' } as const

/** Name, address and the like of a person or company, edited where they stand. */
export function Details({ mayWrite, ...target }: TraitTarget & { mayWrite: boolean }) {
  const { object, traits } = target
  const rules = useSession().fields[rightsNames[object]] ?? {}
  const edit = useTraitEdit(target)
  const [edited, setEdited] = useState<string | null>(null)
  const levelOf = (name: string) => rules[name] ?? rules[`traits.${name}`] ?? 'edit'
  const shown = details[object].filter(({ name }) => levelOf(name) !== 'hidden')
  const textOf = (name: string) => {
    const value = edit.saving?.name === name ? edit.saving.value : traits[name]
    return value === null || value === undefined ? '' : plainValue(value)
  }
  return (
    <Section title="Details">
      <ul className={classes.list}>
        {shown.map((detail) => (
          <DetailRow
            key={detail.name}
            detail={detail}
            value={textOf(detail.name)}
            problem={edited === detail.name ? edit.problem : null}
            onType={edit.clear}
            onSave={
              mayWrite && levelOf(detail.name) === 'edit'
                ? (value) => {
                    setEdited(detail.name)
                    edit.save(detail.name, detail.label, value === '' ? null : value)
                  }
                : undefined
            }
          />
        ))}
      </ul>
    </Section>
  )
}
