import { Stepper } from '@mantine/core'
import classes from './import.module.css'

const steps = ['File', 'Columns', 'Check', 'Import', 'Result']

/** Where one is on the way from a file to its result. */
export function ImportSteps({ active }: { active: number }) {
  return (
    <Stepper
      active={active}
      size="xs"
      iconSize={26}
      className={classes.steps}
      allowNextStepsSelect={false}
      wrap={false}
    >
      {steps.map((label, place) => (
        <Stepper.Step
          key={label}
          label={<span data-step={label}>{label}</span>}
          aria-current={place === active ? 'step' : undefined}
          tabIndex={-1}
        />
      ))}
    </Stepper>
  )
}
