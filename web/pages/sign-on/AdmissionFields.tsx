import { Checkbox, Select, TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { rolesQuery } from '../../lib/roles.ts'
import type { PartProps } from './provider-draft.ts'

/** Whom a provider lets in, and as what. */
export function AdmissionFields({ draft, change, problems }: PartProps) {
  const { data } = useQuery(rolesQuery)
  const roles = (data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <TagsInput
        label="E-mail domains"
        description={
          draft.kind === 'oidc'
            ? 'Only addresses of these domains sign in this way; of any when empty.'
            : 'The domains for whose addresses this provider vouches.'
        }
        placeholder={draft.domains.length === 0 ? 'example.com' : ''}
        splitChars={[',', ' ']}
        value={draft.domains}
        onChange={(domains) => change({ domains: domains.map((one) => one.toLowerCase()) })}
        error={problems.domains ?? problems['domains.0']}
      />
      <Checkbox
        label="Make an account for whoever signs in and has none"
        description="Otherwise only colleagues who were added before can."
        checked={draft.create_users}
        onChange={(event) => change({ create_users: event.currentTarget.checked })}
      />
      <Select
        label="Role"
        description="Of accounts that are made, and of people in none of the groups below."
        placeholder="None"
        clearable
        data={roles}
        value={draft.default_role}
        onChange={(default_role) => change({ default_role })}
        error={problems.default_role}
      />
      {draft.kind === 'oidc' && (
        <Checkbox
          label="Its e-mail addresses are verified, though it does not say so"
          description="For providers that only know your own organisation, such as one tenant of Microsoft Entra. Never for one where anybody can register."
          checked={draft.trust_email}
          onChange={(event) => change({ trust_email: event.currentTarget.checked })}
        />
      )}
      <Checkbox
        label="It asks for a second factor itself"
        description="Then Kith does not ask for another one."
        checked={draft.second_factor === 'provider'}
        onChange={(event) => change({ second_factor: event.currentTarget.checked ? 'provider' : 'kith' })}
      />
    </>
  )
}
