/** What was said for an option: `--name value` or `--name=value`. */
export function optionOf(args: string[], name: string): string | undefined {
  const joined = args.find((arg) => arg.startsWith(`--${name}=`))
  if (joined) return joined.slice(name.length + 3)
  const at = args.indexOf(`--${name}`)
  return at < 0 ? undefined : args[at + 1]
}
