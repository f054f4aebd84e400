import { Button, Popover, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import classes from './ChangeTrait.module.css'
import { TraitEditor } from './TraitEditor.tsx'
import type { TraitTarget } from './use-trait-edit.ts'

/** Opens the editor of a trait where it stands. */
export function ChangeTrait({ name, ...target }: TraitTarget & { name: string }) {
  const [open, setOpen] = useState(false)
  if (open) return <TraitEditor {...target} name={name} onDone={() => setOpen(false)} />
  return (
    <UnstyledButton className={classes.open} onClick={() => setOpen(true)} aria-label={`Change ${name}`}>
      Change
    </UnstyledButton>
  )
}

/** Adds a trait by name. */
export function AddTrait(target: TraitTarget) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} width={320} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => setOpened(!opened)}>
          Add
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Add a trait">
        {opened && <TraitEditor {...target} onDone={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  )
}
