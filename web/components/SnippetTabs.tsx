import { Stack, Tabs, Text } from '@mantine/core'
import { snippetsFor } from '../lib/snippets.ts'
import { CopyField } from '../ui/CopyField.tsx'
import classes from './SnippetTabs.module.css'

/** How to send events with this write key, for each kind of client. */
export function SnippetTabs({ writeKey }: { writeKey: string }) {
  const snippets = snippetsFor(window.location.origin, writeKey)
  return (
    <Tabs defaultValue={snippets[0]?.id ?? null} keepMounted={false}>
      <Tabs.List aria-label="Kind of client" className={classes.tabs}>
        {snippets.map(({ id, name }) => (
          <Tabs.Tab key={id} value={id}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ id, name, install, code }) => (
        <Tabs.Panel key={id} value={id} pt="sm">
          <Stack gap="xs">
            {install && <CopyField label="install command" value={install} />}
            <CopyField block label={`${name} snippet`} value={code} />
            {id === 'browser' && (
              <Text size="xs" c="dimmed">
                Paste it into your pages’ head. Page views are recorded by themselves.
              </Text>
            )}
          </Stack>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
