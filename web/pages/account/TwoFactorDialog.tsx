import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { Enrolment, OwnSignIn, Proof } from '../../../model/sign-on.ts'
import { api } from '../../api.ts'
import { EnrolApp } from '../../components/two-factor/EnrolApp.tsx'
import { ProofFields } from '../../components/two-factor/ProofFields.tsx'
import { RecoveryCodes } from '../../components/two-factor/RecoveryCodes.tsx'
import { fieldErrors } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'

export type TwoFactorTask = 'set up' | 'renew' | 'switch off'

const words = {
  'set up': {
    title: 'Set up an authenticator app',
    why: 'An app that you have set up before stops working once the new one is in use.',
    verb: 'Continue',
  },
  renew: {
    title: 'New recovery codes',
    why: 'The codes you have now will not open anything any more.',
    verb: 'Make new codes',
  },
  'switch off': {
    title: 'Switch the second factor off',
    why: 'From then on your password alone opens your account.',
    verb: 'Switch off',
  },
} as const satisfies Record<TwoFactorTask, object>

type DialogProps = { task: TwoFactorTask | null; signIn: OwnSignIn; onClose: () => void }

/** Sets the second factor up, renews its recovery codes, or switches it off; the password comes first. */
export function TwoFactorDialog({ task, signIn, onClose }: DialogProps) {
  return (
    <Modal
      opened={task !== null}
      onClose={onClose}
      title={task && words[task].title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {task && <Steps task={task} signIn={signIn} onClose={onClose} />}
    </Modal>
  )
}

function Steps({ task, signIn, onClose }: DialogProps & { task: TwoFactorTask }) {
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const client = useQueryClient()
  const finish = (sentence: string) => {
    toastSaved(sentence)
    void client.invalidateQueries({ queryKey: ['account'] })
    onClose()
  }
  if (codes) {
    const sentence = task === 'renew' ? 'Recovery codes renewed' : 'Second factor switched on'
    return <RecoveryCodes codes={codes} onDone={() => finish(sentence)} />
  }
  if (enrolment)
    return (
      <EnrolApp
        enrolment={enrolment}
        confirm={api.secondFactor.confirmEnrolment}
        onDone={({ recovery_codes }) => setCodes(recovery_codes)}
        onCancel={onClose}
      />
    )
  const go = async (proof: Proof) => {
    if (task === 'set up') setEnrolment(await api.secondFactor.startEnrolment(proof))
    else if (task === 'renew') setCodes((await api.secondFactor.renewRecoveryCodes(proof)).recovery_codes)
    else {
      await api.secondFactor.disable(proof)
      finish('Second factor switched off')
    }
  }
  return <Ask task={task} signIn={signIn} go={go} onCancel={onClose} />
}

type AskProps = {
  task: TwoFactorTask
  signIn: OwnSignIn
  go: (proof: Proof) => Promise<void>
  onCancel: () => void
}

function Ask({ task, signIn, go, onCancel }: AskProps) {
  const [proof, setProof] = useState<Proof>({})
  const act = useMutation({ mutationFn: go })
  const isOn = signIn.second_factor.enabled_at !== null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    act.mutate(proof)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {(isOn || task !== 'set up') && <Text size="sm">{words[task].why}</Text>}
        {(signIn.has_password || isOn) && (
          <ProofFields
            hasPassword={signIn.has_password}
            value={proof}
            onChange={setProof}
            error={act.error}
          />
        )}
        {Object.keys(fieldErrors(act.error)).length === 0 && <FormError error={act.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={act.isPending} {...(task === 'switch off' && { color: 'red.9' })}>
            {words[task].verb}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
