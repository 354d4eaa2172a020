/** `vauban completion`: scripts for bash, zsh and fish, made from the command table; they run nothing while completing. */

import type { CommandSpec, OptionSpec, RunCommand } from './command.ts';
import { UsageError } from './command.ts';
import { commands } from './commands.ts';
import { allRuleIds } from '../assemble/rules.ts';
import { levels } from '../../kube/pod-security/level.ts';
import { reportFormats } from '../../reports/registry.ts';

export const run: RunCommand = async (input, { output }) => {
  const [shell = ''] = input.words;
  switch (shell) {
    case 'bash':
      await output.write(renderBash());
      return 0;
    case 'zsh':
      // zsh runs bash's completion functions once bashcompinit is loaded: one script to keep right, not two.
      await output.write(
        `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${renderBash()}`,
      );
      return 0;
    case 'fish':
      await output.write(renderFish());
      return 0;
    default:
      throw new UsageError(`there is no completion for ${shell}; one of bash, zsh, fish`);
  }
};

const longFlag = ({ flags }: OptionSpec): string => /--[a-z-]+/.exec(flags)?.[0] ?? '';

const takesValue = ({ flags }: OptionSpec): boolean => flags.includes('<');

const firstWords = (): readonly string[] => [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''))];

const secondWords = (first: string): readonly string[] =>
  commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name.split(' ')[1] ?? '');

/** What may stand for an option's value or a command's word, where the command table itself has no closed list. */
const suggestions = (): Readonly<Record<string, readonly string[]>> => {
  const judged = levels.map((level) => `pod-security=${level}`);
  return {
    'scan --output': reportFormats.map(({ id }) => id),
    'scan --pod-security': levels,
    explain: allRuleIds(),
    preview: judged,
    completion: ['bash', 'zsh', 'fish'],
  };
};

const shortFlag = ({ flags }: OptionSpec): string | null => /^(-[a-zA-Z]),/.exec(flags)?.[1] ?? null;

/** `scan --fail-on` and `scan -o`, each with the values it may take. */
const valueCases = (): readonly string[] => {
  const known = suggestions();
  return commands.flatMap((spec) =>
    spec.options.flatMap((option) => {
      const values = option.choices ?? known[`${spec.name} ${longFlag(option)}`];
      if (values === undefined) return [];
      const flags = [longFlag(option), shortFlag(option)].filter((flag) => flag !== null);
      const pattern = flags.map((flag) => `'${spec.name} ${flag}'`).join('|');
      return [`    ${pattern}) COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$word")); return ;;`];
    }),
  );
};

const renderBash = (): string => {
  const known = suggestions();
  const cases = commands.map(({ name, options }) => {
    const words = [...options.map(longFlag), '--help'].join(' ');
    return `    '${name}') words='${words}' given='${(known[name] ?? []).join(' ')}' ;;`;
  });
  const groups = firstWords().filter((word) => secondWords(word).length > 0);
  return `# bash completion of vauban
_vauban() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words='' given=''
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W '${firstWords().join(' ')} help --help --version' -- "$word")); return
  fi
${groups
  .map(
    (word) => `  if [ "$command" = ${word} ]; then
    if [ "$COMP_CWORD" = 2 ]; then COMPREPLY=($(compgen -W '${secondWords(word).join(' ')}' -- "$word")); return; fi
    command="${word} \${COMP_WORDS[2]}"
  fi`,
  )
  .join('\n')}
  case "$command $before" in
${valueCases().join('\n')}
  esac
  case "$command" in
${cases.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -W "$given" -- "$word")); [ \${#COMPREPLY[@]} -gt 0 ] || compopt -o default ;;
  esac
}
complete -F _vauban vauban
`;
};

const renderFish = (): string => {
  const firsts = firstWords().map(
    (word) => `complete -c vauban -n __fish_use_subcommand -a ${word} -d ${quoteFish(summaryOf(word))}`,
  );
  return ['# fish completion of vauban', ...firsts, ...commands.flatMap(renderFishCommand), ''].join('\n');
};

const renderFishCommand = (spec: CommandSpec): readonly string[] => {
  const [first = '', second] = spec.name.split(' ');
  const seen =
    second === undefined
      ? `__fish_seen_subcommand_from ${first}`
      : `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`;
  const word =
    second === undefined
      ? []
      : [`complete -c vauban -n '__fish_seen_subcommand_from ${first}' -f -a ${second} -d ${quoteFish(spec.summary)}`];
  return [
    ...word,
    ...spec.options.map((option) => {
      const value = !takesValue(option)
        ? ''
        : option.choices === undefined
          ? ' -r'
          : ` -x -a '${option.choices.join(' ')}'`;
      return `complete -c vauban -n '${seen}' -l ${longFlag(option).slice(2)}${value} -d ${quoteFish(option.summary)}`;
    }),
  ];
};

const summaryOf = (first: string): string => {
  const own = commands.find(({ name }) => name === first);
  return own === undefined ? secondWords(first).join(', ') : own.summary;
};

const quoteFish = (text: string): string =>
  `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
