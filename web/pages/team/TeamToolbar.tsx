import { Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** A sentence about what follows, and what can be added to it. */
export function TeamToolbar({ sentence, children }: { sentence: string; children: ReactNode }) {
  return (
    <Group justify="space-between" my="sm" gap="sm">
      <Text size="sm" c="dimmed" maw="40rem">
        {sentence}
      </Text>
      {children}
    </Group>
  )
}
