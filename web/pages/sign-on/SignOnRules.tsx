import { Button, Group, MultiSelect, NumberInput, Radio, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { passwordRules, twoFactorRules, type SignOnPolicy } from '../../../model/sign-on.ts'
import { fieldErrors } from '../../lib/http.ts'
import { rolesQuery } from '../../lib/roles.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { useChangePolicy, usePolicy } from './use-policy.ts'

type Rules = Pick<SignOnPolicy, 'two_factor' | 'two_factor_roles' | 'remember_days' | 'password'>

const twoFactorWords: Record<Rules['two_factor'], string> = {
  optional: 'Optional: everybody decides for themselves',
  roles: 'Required for some roles',
  everybody: 'Required for everybody',
}
const passwordWords: Record<Rules['password'], string> = {
  everybody: 'Everybody who has one',
  owners: 'Owners only; everybody else signs in through a provider',
}

/** Who needs a second factor, and who may sign in with a password. */
export function SignOnRules() {
  const policy = usePolicy()
  if (policy.error) return <ErrorState error={policy.error} again={() => void policy.refetch()} />
  if (!policy.data) return <LinesSkeleton lines={6} />
  return <RulesForm saved={policy.data} />
}

function RulesForm({ saved }: { saved: Rules }) {
  const [rules, setRules] = useState<Rules>(pick(saved))
  const isReadOnly = !useMay()('sign_on:write')
  const save = useChangePolicy()
  const problems = fieldErrors(save.error)
  const change = (part: Partial<Rules>) => setRules((before) => ({ ...before, ...part }))
  const isSaved = JSON.stringify(rules) === JSON.stringify(pick(saved))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(rules)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="lg" maw="36rem">
        <Radio.Group
          label="Second factor"
          description="A code of an authenticator app after the password. Who needs one and has none sets it up at the next sign-in. API keys are not concerned."
          value={rules.two_factor}
          onChange={(value) =>
            change({ two_factor: twoFactorRules.find((one) => one === value) ?? 'optional' })
          }
        >
          <Choices words={twoFactorWords} disabled={isReadOnly} />
        </Radio.Group>
        {rules.two_factor === 'roles' && (
          <RequiredRoles
            value={rules.two_factor_roles}
            onChange={(two_factor_roles) => change({ two_factor_roles })}
            error={problems.two_factor_roles}
            disabled={isReadOnly}
          />
        )}
        <NumberInput
          label="Days a browser is remembered"
          description="0 asks for the code at every sign-in."
          min={0}
          max={90}
          allowDecimal={false}
          maw="16rem"
          value={rules.remember_days}
          onChange={(value) => change({ remember_days: Number(value) || 0 })}
          error={problems.remember_days}
          disabled={isReadOnly}
        />
        <Radio.Group
          label="Who may sign in with a password"
          description="Owners always can, so that a provider that is down locks nobody out for good."
          value={rules.password}
          onChange={(value) =>
            change({ password: passwordRules.find((one) => one === value) ?? 'everybody' })
          }
          error={problems.password}
        >
          <Choices words={passwordWords} disabled={isReadOnly} />
        </Radio.Group>
        {Object.keys(problems).length === 0 && <FormError error={save.error} />}
        {!isReadOnly && (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={isSaved}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}

function Choices({ words, disabled }: { words: Record<string, string>; disabled: boolean }) {
  return (
    <Stack gap="xs" my="xs">
      {Object.entries(words).map(([value, label]) => (
        <Radio key={value} value={value} label={label} disabled={disabled} />
      ))}
    </Stack>
  )
}

type RequiredRolesProps = {
  value: string[]
  onChange: (roles: string[]) => void
  error: string | undefined
  disabled: boolean
}

function RequiredRoles(props: RequiredRolesProps) {
  const { data } = useQuery(rolesQuery)
  return (
    <MultiSelect
      {...props}
      label="Roles that require it"
      data={(data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

function pick({ two_factor, two_factor_roles, remember_days, password }: Rules): Rules {
  return { two_factor, two_factor_roles, remember_days, password }
}
