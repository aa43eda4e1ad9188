/** Commands that tell of the network: sockets and interfaces of this machine, names and hosts that answer. */
import type { CheckArguments, CommandSpec } from '../command.ts';
import { type Arguments, defineOptions } from '../flags.ts';
import { type Field, ShellRefusal } from '../plan.ts';
import { hostRefusal, serverRefusal } from './hosts.ts';

/** Names are sent away: they must be in the text itself, never what another command printed. */
const asks = (command: string, options: string, check: (args: Arguments) => void = () => {}): CommandSpec => ({
  options: defineOptions(options),
  operands: 'word',
  check(args) {
    for (const field of args.operands) checkHost(command, field);
    if (args.options.some(({ value }) => value?.data === true)) throw new ShellRefusal(`${command}: ${SENT}`);
    check(args);
  },
});

const SENT = 'what is sent over the network must be written in the command itself, not be output of another.';

function checkHost(command: string, { text, data }: Field, server = text.startsWith('@')): void {
  if (data) throw new ShellRefusal(`${command}: ${SENT}`);
  const refusal = server ? serverRefusal(text.replace(/^@/, '')) : hostRefusal(text);
  if (refusal !== undefined) throw new ShellRefusal(`${command}: ${refusal}`);
}

const tells = (options: string, operands: CommandSpec['operands'] = 'none'): CommandSpec => ({
  options: defineOptions(options),
  operands,
  host: true,
});

export const NETWORK: Readonly<Record<string, CommandSpec>> = {
  // Not -K, -D, -F, -N, -E.
  ss: tells(
    '-046aBbeHhilmnOopQrSstTuVwxZz -f=word -A=word --all --extended --info --ipv4 --ipv6 --listening --memory --no-header --numeric --oneline --options --packet --processes --query=word --raw --resolve --summary --tcp --udp --unix --family=word',
    'word',
  ),
  netstat: tells(
    '-46aeghilnoprstuvwxW --all --extend --groups --interfaces --listening --numeric --programs --route --statistics --tcp --udp --unix --wide --timers',
  ),
  arp: tells('-aenv', 'word'),
  route: tells('-46en'),
  ifconfig: tells('-as'),
  iptables: tells('-LnvxS -t=word --list --list-rules --numeric --verbose --exact --line-numbers --table=word', 'word'),
  ip6tables: tells(
    '-LnvxS -t=word --list --list-rules --numeric --verbose --exact --line-numbers --table=word',
    'word',
  ),
  ipvsadm: tells('-Lln --list --numeric --stats --rate --connection --timeout'),
  getent: asks('getent', '', ({ operands: [database] }) => {
    if (!/^(?:hosts|ahosts|ahostsv4|ahostsv6|services|protocols|networks|rpc)$/.test(database?.text ?? '')) {
      throw new ShellRefusal(
        'getent can only look up hosts, ahosts, ahostsv4, ahostsv6, services, protocols and networks.',
      );
    }
  }),
  host: asks('host', '-46aCdinrsTv -t=word -W=int -R=int -N=int -c=word', ({ operands: [, server] }) => {
    if (server !== undefined) checkHost('host', server, true);
  }),
  ping: asks('ping', '-46anqODU -c=int -i=word -s=int -t=int -w=int -W=word -I=word', ({ options }) => {
    const count = Number(options.findLast(({ name }) => name === '-c')?.value?.text ?? NaN);
    const interval = Number(options.findLast(({ name }) => name === '-i')?.value?.text ?? 1);
    const size = Number(options.findLast(({ name }) => name === '-s')?.value?.text ?? 56);
    if (!(count >= 1 && count <= 100 && interval >= 0.2 && size <= 1472)) {
      throw new ShellRefusal(
        'ping needs -c with a count of 1 to 100, an interval (-i) of at least 0.2 and a size (-s) of at most 1472.',
      );
    }
  }),
};

const QUERY_OPTION =
  /^\+(?:no)?(?:short|all|answer|additional|authority|comments|question|stats|cmd|trace|tcp|vc|recurse|search|dnssec|multiline|identify|ttlid|ttlunits|ndots=\d+|time=\d{1,2}|timeout=\d{1,2}|tries=\d|retry=\d|qr|bufsize=\d+|edns=?\d*|cookie|nsid)$/;
const DNS_WORD = /^@?[A-Za-z0-9._:-]{1,255}$/;

/** `dig NAME [TYPE] [@SERVER] [+option]`, `-x ADDRESS`, `-t TYPE`. */
export const checkDig: CheckArguments = (args) => {
  const waiting = [...args];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (QUERY_OPTION.test(word.text) || /^-[46]$/.test(word.text)) continue;
    const subject = /^-[xtqc]$/.test(word.text) ? waiting.shift() : word;
    if (subject === undefined || !DNS_WORD.test(subject.text) || subject.text.startsWith('-'))
      throw unknown('dig', subject ?? word);
    checkHost('dig', subject);
  }
};

/** `nslookup [-type=TYPE] NAME [SERVER]`; without a name it would wait for commands. */
export const checkNslookup: CheckArguments = (args) => {
  const words = args.filter(
    ({ text }) => !/^-(?:type|query|q|class|timeout|retry|ndots)=[A-Za-z0-9]+$|^-debug$/.test(text),
  );
  if (words.length === 0 || words.length > 2) throw new ShellRefusal('nslookup needs a name, and perhaps a server.');
  for (const [at, word] of words.entries()) {
    if (!DNS_WORD.test(word.text) || word.text.startsWith('-')) throw unknown('nslookup', word);
    checkHost('nslookup', word, at > 0);
  }
};

const IP_OPTION =
  /^-(?:4|6|s|d|details|o|oneline|br|brief|c|color|j|json|p|pretty|h|human|human-readable|stats|statistics|r|resolve|N)$/;
const IP_OBJECT =
  /^(?:a|addr|address|l|link|r|ro|route|n|neigh|neighbor|neighbour|ru|rule|maddr|maddress|mroute|netconf|tunnel|ntable|vrf)$/;

/** `ip [options] OBJECT [show|list|ls …]`, and `ip route get ADDRESS`. */
export const checkIp: CheckArguments = (args) => {
  const from = args.findIndex(({ text }) => !IP_OPTION.test(text));
  const [object, verb, ...rest] = from === -1 ? [] : args.slice(from);
  if (object === undefined || object.data || !IP_OBJECT.test(object.text)) throw unknown('ip', object);
  if (verb === undefined) return;
  const reads = /^(?:show|list|ls|lst)$/.test(verb.text) || (verb.text === 'get' && /^ro?(?:ute)?$/.test(object.text));
  const odd = rest.find(({ text, known }) => known && !/^[\w.:/@-]{1,64}$/.test(text));
  if (verb.data || !reads) throw unknown('ip', verb);
  if (odd !== undefined) throw unknown('ip', odd);
};

function unknown(command: string, field: Field | undefined): ShellRefusal {
  return new ShellRefusal(`${command} ${field?.text.slice(0, 60) ?? 'without arguments'} is not known only to read.`);
}
