/** `vauban completion`: scripts for bash, zsh and fish, made from the command table; they run nothing while completing. */

import type { CommandSpec, OptionSpec, RunCommand } from './command.ts';
import { UsageError } from './command.ts';
import { commands } from './commands.ts';

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

const renderBash = (): string => {
  const cases = commands.map(
    (spec) => `    '${spec.name}') words='${[...spec.options.map(longFlag), '--help'].join(' ')}' ;;`,
  );
  const groups = firstWords().filter((word) => secondWords(word).length > 0);
  const choices = [
    ...new Map(commands.flatMap(({ options }) => options).map((option) => [longFlag(option), option])).values(),
  ]
    .filter(({ choices }) => choices !== undefined)
    .map(
      (option) =>
        `    ${longFlag(option)}) COMPREPLY=($(compgen -W '${option.choices?.join(' ') ?? ''}' -- "$word")); return ;;`,
    );
  return `# bash completion of vauban
_vauban() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=''
  case "$before" in
${choices.join('\n')}
  esac
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W '${firstWords().join(' ')} --help --version' -- "$word")); return
  fi
${groups
  .map(
    (word) => `  if [ "$command" = ${word} ]; then
    if [ "$COMP_CWORD" = 2 ]; then COMPREPLY=($(compgen -W '${secondWords(word).join(' ')}' -- "$word")); return; fi
    command="${word} \${COMP_WORDS[2]}"
  fi`,
  )
  .join('\n')}
  case "$word" in -*) ;; *) compopt -o default; return ;; esac
  case "$command" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
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
