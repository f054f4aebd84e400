import { Text } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'

/** "Ana is looking at this too." */
export function PresenceNote({ others }: { others: { id: string; name: string }[] }) {
  if (others.length === 0) return null
  const names = new Intl.ListFormat('en').format(others.map(({ name }) => name))
  return (
    <Text size="sm" c="var(--kith-soon)" role="status" mb="xs">
      <IconEye size={14} aria-hidden /> {names} {others.length === 1 ? 'is' : 'are'} looking at this, too.
    </Text>
  )
}
