import { ActionIcon, Button, Group, Menu, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconArchive, IconArchiveOff, IconArrowUp, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { optionColours, type FieldOption } from '../../../model/field.ts'
import { Dot } from '../../components/fields/FieldValue.tsx'
import { optionKey } from './field-draft.ts'

export type OptionsEditorProps = {
  options: FieldOption[]
  onChange: (options: FieldOption[]) => void
  problem: string | undefined
}

/** The options of a choice: names, colours and order. One that is archived is no longer offered, but kept where it is. */
export function OptionsEditor({ options, onChange, problem }: OptionsEditorProps) {
  const [label, setLabel] = useState('')
  const add = () => {
    if (label.trim() === '') return
    const key = optionKey(
      label,
      options.map((one) => one.key),
    )
    const colour = optionColours[options.length % optionColours.length] ?? 'gray'
    onChange([...options, { key, label: label.trim(), colour, archived: false }])
    setLabel('')
  }
  const change = (place: number, part: Partial<FieldOption>) =>
    onChange(options.map((one, at) => (at === place ? { ...one, ...part } : one)))
  const raise = (place: number) =>
    onChange(options.toSpliced(place - 1, 2, ...options.slice(place - 1, place + 1).toReversed()))
  return (
    <Stack gap={6} role="group" aria-label="Options">
      <Text size="sm" fw={500}>
        Options
      </Text>
      {options.map((option, place) => (
        <OptionRow
          key={option.key}
          option={option}
          onChange={(part) => change(place, part)}
          onRaise={place > 0 ? () => raise(place) : undefined}
        />
      ))}
      <Group gap={6} wrap="nowrap">
        <TextInput
          flex={1}
          aria-label="New option"
          placeholder="New option"
          maxLength={100}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <Button variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
          Add
        </Button>
      </Group>
      {problem && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {problem}
        </Text>
      )}
    </Stack>
  )
}

type OptionRowProps = {
  option: FieldOption
  onChange: (part: Partial<FieldOption>) => void
  onRaise: (() => void) | undefined
}

function OptionRow({ option, onChange, onRaise }: OptionRowProps) {
  const { label, colour, archived } = option
  return (
    <Group gap={6} wrap="nowrap">
      <Menu>
        <Menu.Target>
          <ActionIcon variant="default" aria-label={`Colour of ${label}: ${colour}`}>
            <Dot colour={colour} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {optionColours.map((one) => (
            <Menu.Item key={one} leftSection={<Dot colour={one} />} onClick={() => onChange({ colour: one })}>
              {one.charAt(0).toUpperCase() + one.slice(1)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <TextInput
        flex={1}
        aria-label={`Name of the option ${label}`}
        maxLength={100}
        value={label}
        disabled={archived}
        onChange={(event) => onChange({ label: event.currentTarget.value })}
      />
      <ActionIcon aria-label={`Move ${label} up`} disabled={!onRaise} onClick={onRaise}>
        <IconArrowUp size={15} />
      </ActionIcon>
      <Tooltip label={archived ? 'Offer it again' : 'Offer it no longer'}>
        <ActionIcon
          aria-label={archived ? `Offer ${label} again` : `Archive ${label}`}
          onClick={() => onChange({ archived: !archived })}
        >
          {archived ? <IconArchiveOff size={15} /> : <IconArchive size={15} />}
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}
