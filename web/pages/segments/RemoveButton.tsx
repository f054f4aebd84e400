import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import classes from './builder.module.css'

export function RemoveButton({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <ActionIcon aria-label={`Remove ${what}`} onClick={onClick} className={classes.remove}>
      <IconX size={16} />
    </ActionIcon>
  )
}
