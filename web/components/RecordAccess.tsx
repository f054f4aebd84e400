import { Button, Group, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconShare } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { AccessPath } from '../api.ts'
import { accessQuery } from '../lib/record-access.ts'
import { ErrorState } from '../ui/ErrorState.tsx'
import { BlockSkeleton } from '../ui/Skeletons.tsx'
import { AccessReasons } from './AccessReasons.tsx'

export type RecordAccessProps = { object: AccessPath; id: string }

/** The button behind which stands why the reader sees this record, and with whom it is shared. */
export function RecordAccess({ object, id }: RecordAccessProps) {
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <Group>
      <Button variant="subtle" size="compact-sm" leftSection={<IconShare size={15} />} onClick={open}>
        Share, and why I see this
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title="Who sees this"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Content object={object} id={id} />
      </Modal>
    </Group>
  )
}

function Content({ object, id }: RecordAccessProps) {
  const query = useQuery(accessQuery(object, id))
  if (query.error) return <ErrorState error={query.error} again={() => void query.refetch()} />
  return query.data ? (
    <AccessReasons object={object} id={id} access={query.data} />
  ) : (
    <BlockSkeleton height={120} />
  )
}
