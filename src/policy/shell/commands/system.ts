/** Commands that tell of this machine or container: processes, memory, disks, services, users. */
import type { CommandSpec } from '../command.ts';
import { defineOptions } from '../flags.ts';
import { ShellRefusal } from '../plan.ts';

const tells = (
  options: string,
  operands: CommandSpec['operands'] = 'none',
  more: Partial<CommandSpec> = {},
): CommandSpec => ({
  options: defineOptions(options),
  operands,
  host: true,
  ...more,
});

/** Each operand must look like this. */
const only = (command: string, pattern: RegExp): Pick<CommandSpec, 'check'> => ({
  check({ operands }) {
    const odd = operands.find(({ text, known }) => known && !pattern.test(text));
    if (odd !== undefined) throw new ShellRefusal(`${command} ${odd.text.slice(0, 60)} is not known only to read.`);
  },
});

const needs = (command: string, names: readonly string[]): Pick<CommandSpec, 'check'> => ({
  check({ options }) {
    if (!options.some(({ name }) => names.includes(name)))
      throw new ShellRefusal(`${command} can only be used with ${names.join(' or ')}.`);
  },
});

export const SYSTEM: Readonly<Record<string, CommandSpec>> = {
  // Anything but a format as an operand would set the clock.
  date: tells(
    '-uR -d=word -I?word -r=list --date=word --utc --universal --rfc-email --iso-8601?word --rfc-3339=word --reference=list',
    'word',
    only('date', /^\+/),
  ),
  free: tells('-bkmghtlwv --human --mega --giga --kilo --bytes --total --wide --lohi --si --line'),
  uptime: tells('-ps --pretty --since'),
  nproc: tells('--all --ignore=int'),
  arch: tells(''),
  uname: tells(
    '-amnrspvio --all --kernel-name --nodename --kernel-release --kernel-version --machine --operating-system',
  ),
  // An operand would set the name.
  hostname: tells('-AdfiIsy --fqdn --all-fqdns --ip-address --all-ip-addresses --short --domain'),
  whoami: tells(''),
  id: tells('-gGnruz --group --groups --name --user --real', 'word', { most: 1 }),
  groups: tells('', 'word', { most: 1 }),
  who: tells('-abHlmpqrTu'),
  w: tells('-fhsiou'),
  last: tells('-NUM -adFiwxR -n=int -s=word -t=word --limit=int --since=word --until=word --fulltimes', 'word'),
  lscpu: tells('-abcepJy --all --online --extended?word --parse?word --json'),
  lsmem: tells('-abJnPr --all --bytes --json --summary?word'),
  lsblk: tells(
    '-abdDfgiJlmnOpPrStTz -o=word --all --bytes --fs --json --list --nodeps --noheadings --output=word --output-all --pairs --paths --raw --topology',
    'list',
  ),
  lsmod: tells(''),
  lspci: tells('-vnnkt'),
  findmnt: tells(
    '-AaDeJlnPrRuvbi -t=word -T=list -S=word -o=word --all --df --json --list --noheadings --output=word --real --raw --types=word --target=list',
    'list',
  ),
  // Operands would mount something; without, it prints the table.
  mount: tells('-lv -t=word'),
  swapon: tells(
    '-s --show?word --summary --noheadings --raw --bytes',
    'none',
    needs('swapon', ['-s', '--show', '--summary']),
  ),
  vmstat: tells('-adfnstwm -S=word --active --disk --forks --slabs --stats --timestamp --wide', 'word', {
    most: 2,
    ...only('vmstat', /^\d{1,4}$/),
  }),
  iostat: tells('-cdhkmNtxyz -p=word', 'word', only('iostat', /^[\w]{1,32}$/)),
  mpstat: tells('-Au -P=word', 'word', { most: 2, ...only('mpstat', /^\d{1,4}$/) }),
  slabtop: tells('-o -s=word --once --sort=word', 'none', needs('slabtop', ['-o', '--once'])),
  ipcs: tells('-abclmpqstu'),
  top: tells(
    '-bcHiS1 -n=int -o=word -p=word -u=word -U=word -w?int -E=word -e=word -d=word',
    'none',
    needs('top', ['-b']),
  ),
  pgrep: tells(
    '-acflnovwx -d=word -g=word -G=word -P=word -s=word -t=word -u=word -U=word -r=word --full --list-name --list-full --newest --oldest --parent=word --exact --count --euid=word --uid=word --delimiter=word --ignore-case --inverse',
    'word',
  ),
  pidof: tells('-sxq -S=word', 'word'),
  pstree: tells('-acghklnpsStTuAUZ', 'word', { most: 1, ...only('pstree', /^[\w-]{1,64}$/) }),
  lsof: tells('-abClnNOPRstUVwX -i?word -p=word -u=word -c=word -s?word -d=word -F?word', 'list'),
  fuser: tells('-va -n=word', 'word', only('fuser', /^\d{1,5}(?:\/(?:tcp|udp))?$/)),
  // A name with "=" would set it.
  sysctl: tells('-aAbeNn --all --values --names --ignore', 'word', only('sysctl', /^[a-zA-Z][\w.*/:-]*$/)),
  dmesg: tells(
    '-HPTedkruxtSLp -l=word -f=word --human --ctime --level=word --facility=word --kernel --nopager --decode --since=word --until=word --time-format=word --reltime --notime --color?word',
  ),
  journalctl: tells(
    '-NUM -aekmqrxN -b?word -c=word -F=word -g=word -n=int -o=word -p=word -S=word -t=word -u=word -U=word --all --boot?word --case-sensitive?word --catalog --disk-usage --dmesg --field=word --fields --grep=word --header --identifier=word --lines=int --list-boots --no-full --no-hostname --no-pager --output=word --output-fields=word --pager-end --priority=word --quiet --reverse --since=word --system --unit=word --until=word --utc --user-unit=word',
    'word',
    only('journalctl', /^(?:_?[A-Z][A-Z0-9_]*=[\s\S]*|\+|\d{1,3})$/),
  ),
  timedatectl: tells('--no-pager', 'word', {
    most: 1,
    ...only('timedatectl', /^(?:status|show|timesync-status|show-timesync)$/),
  }),
  hostnamectl: tells('--no-pager', 'word', { most: 1, ...only('hostnamectl', /^status$/) }),
  systemctl: tells(
    '-alq -n=int -t=word -o=word --all --full --failed --lines=int --no-legend --no-pager --output=word --plain --quiet --state=word --type=word --recursive --reverse --after --before',
    'word',
    {
      check({ operands: [verb] }) {
        if (verb !== undefined && (verb.data || !SYSTEMCTL.has(verb.text)))
          throw new ShellRefusal(`systemctl ${verb.text.slice(0, 60)} is not known only to read.`);
      },
    },
  ),
};

/** Not `show` and `cat`: they print the environment of services. */
const SYSTEMCTL = new Set(
  'status is-active is-failed is-enabled is-system-running list-units list-timers list-unit-files list-sockets list-dependencies list-jobs list-machines get-default'.split(
    ' ',
  ),
);
