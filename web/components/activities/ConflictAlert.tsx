import { Alert, Button, Group, Text } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import classes from './activities.module.css'

/** Two people changed the same thing: what happened, and the ways out. */
export type Conflict = {
  sentence: string
  mine: () => void
  theirs: () => void
  /** Only texts can be kept both. */
  both?: (() => void) | undefined
  compare?: { mine: string; theirs: string } | undefined
}

export function ConflictAlert({
  conflict: { sentence, mine, theirs, both, compare },
}: {
  conflict: Conflict
}) {
  return (
    <Alert
      role="alert"
      color="yellow"
      variant="light"
      icon={<IconUsers size={18} />}
      mb="md"
      c="inherit"
      title="Not saved yet"
    >
      <Text size="sm" mb="xs">
        {sentence}
      </Text>
      {compare && (
        <dl className={classes.facts}>
          <dt>Yours</dt>
          <dd>{compare.mine || '–'}</dd>
          <dt>Theirs</dt>
          <dd>{compare.theirs || '–'}</dd>
        </dl>
      )}
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" onClick={mine}>
          Keep mine
        </Button>
        <Button size="compact-sm" variant="default" onClick={theirs}>
          Keep theirs
        </Button>
        {both && (
          <Button size="compact-sm" variant="default" onClick={both}>
            Keep both
          </Button>
        )}
      </Group>
    </Alert>
  )
}
