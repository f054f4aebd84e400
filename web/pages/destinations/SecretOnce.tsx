import { Button, Group, Stack, Text } from '@mantine/core'
import type { z } from 'zod'
import type { createdDestination } from '../../../model/destination.ts'
import { CopyField } from '../../ui/CopyField.tsx'
import { HowToVerify } from './HowToVerify.tsx'

export type SecretOnceProps = { destination: z.infer<typeof createdDestination>; onClose: () => void }

/** The signing secret of a new webhook, the one time that it can be seen. */
export function SecretOnce({ destination, onClose }: SecretOnceProps) {
  return (
    <Stack gap="md">
      <Text>
        {destination.name} is ready. Copy its signing secret now: it is not shown again. With it the receiving
        program checks that a message really comes from here.
      </Text>
      <CopyField label="signing secret" value={destination.secret} />
      <HowToVerify />
      <Group justify="flex-end">
        <Button onClick={onClose}>I have kept it</Button>
      </Group>
    </Stack>
  )
}
