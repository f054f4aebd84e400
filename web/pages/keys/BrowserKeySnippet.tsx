import { Stack, Text } from '@mantine/core'
import { CopyField } from '../../ui/CopyField.tsx'

/** A browser key, which is no secret, and the lines by which a page reads with it. */
export function BrowserKeySnippet({ browserKey }: { browserKey: string }) {
  return (
    <Stack gap="xs">
      <CopyField label="browser key" value={browserKey} />
      <Text size="sm" c="dimmed">
        The key is no secret. It tells a page about its own visitor while they are anonymous, and nothing
        about people who are known.
      </Text>
      <CopyField block label="example" value={snippet(browserKey)} />
    </Stack>
  )
}

function snippet(key: string): string {
  return `const { anonymousId } = kith.user()
const answer = await fetch('${window.location.origin}/v1/visitor', {
  headers: { Authorization: 'Bearer ${key}', 'Anonymous-Id': anonymousId },
})
const { traits, segments } = await answer.json()`
}
