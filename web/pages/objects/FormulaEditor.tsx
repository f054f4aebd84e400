import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { checkFormula } from '../../../model/formula/check-formula.ts'
import { formulaColumns, formulaFields } from '../../../model/formula/formula-fields.ts'
import { formulaFunctions } from '../../../model/formula/formula-functions.ts'
import { FormulaError, type FormulaType, type Place } from '../../../model/formula/formula-types.ts'
import type { ComputedSettingsProps } from './ComputedSettings.tsx'
import classes from './objects.module.css'

const words: Record<FormulaType, string> = {
  number: 'a number',
  text: 'a text',
  boolean: 'yes or no',
  date: 'a day',
  moment: 'a moment',
}

/** A formula, said at once what it gives or where it is wrong; fields and functions are put in by a click. */
export function FormulaEditor(props: ComputedSettingsProps & { expression: string }) {
  const { object, field, draft, all, set, problems, expression } = props
  const box = useRef<HTMLTextAreaElement>(null)
  const known = formulaFields(object, all, field === 'new' ? undefined : field.key)
  const reading = read(expression, known)
  const change = (text: string) => set({ computed: { kind: 'formula', expression: text } })
  const put = (text: string) => {
    const at = box.current?.selectionStart ?? expression.length
    change(expression.slice(0, at) + text + expression.slice(box.current?.selectionEnd ?? at))
    box.current?.focus()
  }
  const named = [
    ...Object.keys(formulaColumns(object)).map((key) => ({ key, label: key })),
    ...all.filter(({ key }) => known.get(key)),
  ]
  return (
    <Stack gap={6}>
      <Textarea
        ref={box}
        label="Formula"
        placeholder="amount * 0.19"
        autosize
        minRows={2}
        maxRows={10}
        spellCheck={false}
        classNames={{ input: classes.formula }}
        value={expression}
        onChange={(event) => change(event.currentTarget.value)}
        error={problems['computed.expression'] ?? problems.computed ?? problemOf(reading, expression)}
        description={typeof reading === 'string' ? `It gives ${words[reading]}.` : undefined}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
      />
      <Group gap={4}>
        {named.map(({ key, label }) => (
          <Button key={key} size="compact-xs" variant="default" title={label} onClick={() => put(key)}>
            {key}
          </Button>
        ))}
      </Group>
      <NativeSelect
        aria-label="Put in a function"
        size="xs"
        value=""
        data={[{ value: '', label: 'Functions…' }, ...functions]}
        onChange={(event) => put(event.currentTarget.value)}
      />
      {reading === 'number' && (
        <TextInput
          label="Currency, when it is money"
          w="14rem"
          maxLength={3}
          placeholder="None"
          value={draft.type === 'money' ? (draft.settings.currency ?? '') : ''}
          disabled={field !== 'new' && draft.type !== 'money'}
          onChange={(event) => set(asMoney(event.currentTarget.value.toUpperCase()))}
          error={problems['settings.currency']}
        />
      )}
      <Text size="xs" c="dimmed">
        What is empty makes empty what it is counted with; coalesce(cost, 0) takes another value for it.
      </Text>
    </Stack>
  )
}

const functions = Object.values(formulaFunctions).map(({ example, hint }) => ({
  value: example,
  label: `${example}: ${hint}`,
}))

function asMoney(currency: string) {
  return currency === ''
    ? { type: 'number' as const, settings: {} }
    : { type: 'money' as const, settings: { currency } }
}

/** The type of what it gives, or what is wrong with it; null while there is nothing. */
function read(
  expression: string,
  known: ReturnType<typeof formulaFields>,
): FormulaType | FormulaError | null {
  if (expression.trim() === '') return null
  try {
    return checkFormula(expression, known).type
  } catch (error) {
    if (error instanceof FormulaError) return error
    throw error
  }
}

function problemOf(reading: FormulaType | FormulaError | null, expression: string): string | null {
  if (!(reading instanceof FormulaError)) return null
  const part = partOf(expression, reading.place)
  return part === '' ? reading.message : `At “${part}”: ${reading.message}`
}

function partOf(expression: string, { at, length }: Place): string {
  return expression.slice(at, at + length)
}
