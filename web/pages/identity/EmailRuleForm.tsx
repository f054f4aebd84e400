import { Button, Checkbox, Group, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import {
  emailCompanyModes,
  type EmailCompanyMode,
  type EmailCompanyRule,
} from '../../../model/company-from-email.ts'
import { emailCompaniesApi } from '../../api-email-companies.ts'
import { boundedNumber, relativeTime } from '../../lib/format.ts'
import { FormError } from '../../ui/FormError.tsx'
import { linesOf } from './rule-words.ts'
import { useAction } from './use-rules.ts'

const words: Record<EmailCompanyMode, { label: string; description: string }> = {
  known: {
    label: 'Add people to companies you have',
    description: 'ana@acme.com belongs to the company whose domain is acme.com, now or once there is one.',
  },
  create: {
    label: 'Add people, and make companies that are missing',
    description: 'With nobody at acme.com so far, a company acme.com is made.',
  },
  off: { label: 'Do nothing', description: 'People belong to the companies that sources and users name.' },
}
const order = emailCompanyModes.toSorted((a, b) => Number(a === 'off') - Number(b === 'off'))

/** What happens with a work address, and whose are left alone. */
export function EmailRuleForm({ rule, mayWrite }: { rule: EmailCompanyRule; mayWrite: boolean }) {
  const [mode, setMode] = useState(rule.mode)
  const [lines, setLines] = useState(rule.excluded.join('\n'))
  const [remove, setRemove] = useState(false)
  const excluded = linesOf(lines)
  const save = useAction(
    () => emailCompaniesApi.change({ mode, excluded, remove_added: mode === 'off' && remove }),
    mode === 'off' ? 'Addresses say nothing about companies any more' : 'Saved; addresses are looked through',
  )
  const isChanged =
    mode !== rule.mode || excluded.join() !== rule.excluded.join() || (mode === 'off' && remove)
  return (
    <Stack gap="sm">
      <Radio.Group
        label="What an address at a company’s domain does"
        value={mode}
        onChange={(value) => setMode(emailCompanyModes.find((one) => one === value) ?? mode)}
      >
        <Stack gap="xs" mt="xs">
          {order.map((value) => (
            <Radio key={value} value={value} disabled={!mayWrite} {...words[value]} />
          ))}
        </Stack>
      </Radio.Group>
      <Text size="sm" c="dimmed">
        Addresses at mail providers such as gmail.com, and those that are thrown away after use, never count.
      </Text>
      {mode !== 'off' && (
        <Textarea
          label="Domains that do not count"
          description="One a line: your own, or those of partners whose people you do not want to group"
          readOnly={!mayWrite}
          autosize
          minRows={2}
          maxRows={8}
          value={lines}
          onChange={(event) => setLines(event.currentTarget.value)}
        />
      )}
      {mode === 'off' && rule.added.count > 0 && mayWrite && (
        <Checkbox
          label={`Also take ${boundedNumber(rule.added)} people out of the companies again that only their address put them into`}
          checked={remove}
          onChange={(event) => setRemove(event.currentTarget.checked)}
        />
      )}
      <FormError error={save.error} />
      {mayWrite && isChanged && (
        <Group>
          <Button size="xs" loading={save.isPending} onClick={() => save.mutate(undefined)}>
            Save
          </Button>
        </Group>
      )}
      <Standing rule={rule} />
    </Stack>
  )
}

function Standing({ rule: { added, updated_at, updated_by, removing } }: { rule: EmailCompanyRule }) {
  const change = updated_at && updated_by ? ` Changed ${relativeTime(updated_at)} by ${updated_by}.` : ''
  return (
    <Text size="sm" c="dimmed" role="status">
      {removing ? 'People are being taken out. ' : ''}
      {added.count === 1 ? '1 person belongs' : `${boundedNumber(added)} people belong`} to a company because
      of their address alone.{change}
    </Text>
  )
}
