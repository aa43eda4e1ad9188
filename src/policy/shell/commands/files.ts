/** Commands that list and measure files, without reading them. */
import type { CommandSpec } from '../command.ts';
import { defineOptions } from '../flags.ts';

const list = (options: string): CommandSpec => ({ options: defineOptions(options), operands: 'list', host: true });

export const FILES: Readonly<Record<string, CommandSpec>> = {
  ls: list(
    '-aAbBcCdfFgGhHiklLmnNopqQrRsStuUvxXZ1 -I=word -w=int -T=int --all --almost-all --author --directory --human-readable --si --inode --recursive --reverse --size --color?word --sort=word --time=word --time-style=word --full-time --format=word --group-directories-first --no-group --numeric-uid-gid --classify?word --file-type --dereference --ignore=word --hide=word --block-size=word --quoting-style=word --indicator-style=word --zero',
  ),
  du: list(
    '-0abcDhHklLmPsSx -d=int -t=word -B=word --all --apparent-size --bytes --total --human-readable --max-depth=int --summarize --separate-dirs --one-file-system --time?word --time-style=word --threshold=word --block-size=word --si --inodes --exclude=word --dereference --count-links',
  ),
  df: list(
    '-aBhHiklPTv -t=word -x=word --all --human-readable --si --inodes --local --portability --print-type --total --output?word --type=word --exclude-type=word --no-sync --block-size=word',
  ),
  stat: list('-Lft -c=word --format=word --printf=word --dereference --file-system --terse'),
  readlink: list('-efmnqsvz --canonicalize --canonicalize-existing --canonicalize-missing'),
  realpath: list('-emLPqsz --relative-to=list --relative-base=list'),
  namei: list('-lmnovx'),
  tree: list('-adfhlpstuDQinNSA -L=int -P=word -I=word --du --dirsfirst --noreport --sort=word'),
};
