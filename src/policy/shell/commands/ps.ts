/**
 * `ps`: three styles of options at once; one letter without a dash (`e`) shows the environment of every process. Options
 * with a dash that cannot be read as those of Unix, it reads once more as those of BSD: none may hold an `e` then.
 */
import type { CheckArguments } from '../command.ts';
import { ShellRefusal } from '../plan.ts';

/** Options that only choose processes and columns; the letters without a dash are those of BSD, without `e`. */
const CHOOSES =
  /^(?:[acfghjlmnrsTuvwxH]+|-[aAcdeFfHjLlmNPTwyMZ]+|-?[\d,]+|--(?:(?:cols|columns|width)=\d+|cumulative|deselect|forest|headers|no-headers?|no-heading|info|version))$/;
const ATTACHED = /^(?:-[CGgpqstuU][\w,.-]+|--(?:Group|group|pid|ppid|quick-pid|sid|sort|tty|User|user)=[\w%,.+-]+)$/;
const KEYWORDS =
  /^(?:(?:%cpu|%mem|args|blocked|bsdstart|bsdtime|c|caught|cgroup|cgroupns|class|cls|cmd|comm|command|cp|cputime|cputimes|drs|egid|egroup|eip|esp|etime|etimes|euid|euser|exe|f|fgid|fgroup|flag|flags|fname|fuid|fuser|gid|group|ignored|ipcns|lstart|lwp|machine|maj_flt|majflt|min_flt|minflt|mntns|netns|ni|nice|nlwp|numa|nwchan|oom|oomadj|pcpu|pending|pgid|pgrp|pid|pidns|pmem|policy|ppid|pri|psr|pss|rgid|rgroup|rss|rssize|rsz|rtprio|ruid|ruser|s|sched|sess|session|sgi_p|sgid|sgroup|sid|sig|sigmask|size|slice|spid|stackp|start|start_time|stat|state|stime|suid|suser|svgid|svuid|sz|thcls|thcount|tid|time|times|tname|tpgid|trs|tt|tty|ucmd|ucomm|uid|uname|unit|user|userns|uss|utsns|vsize|vsz|wchan|wname)(?::\d+)?(?:=[\w %-]*)?(?:,|$))+$/;

/** Options whose value follows, or is attached. */
const VALUED = /^(?:-[CGgpqstuU]|--(?:Group|group|pid|ppid|quick-pid|sid|sort|tty|User|user)|p)$/;
/** Options up to the `o` that is followed by columns: `-eo`, `axo`, `--format`. */
const FORMAT = /^(?:-(?<unix>[aAdeFfHjLlmNTwyM]*)o|(?<bsd>[acghjlmnrTuvwx]*)o|--format)(?<columns>=?[\s\S]*)$/;

export const checkPs: CheckArguments = (args) => {
  const waiting = [...args];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    const { text, known, dataFirst } = word;
    if (dataFirst && known && !/^[\d,]+$/.test(text)) throw refused(text);
    if (!known || CHOOSES.test(text)) continue;
    const columns = FORMAT.exec(text)?.groups?.columns;
    if (columns !== undefined) {
      const names = columns === '' ? waiting.shift()?.text : columns.replace(/^=/, '');
      if (!KEYWORDS.test(names ?? '')) throw refused(names ?? text);
    } else if (VALUED.test(text)) {
      waiting.shift();
    } else if (!ATTACHED.test(text)) {
      throw refused(text);
    }
  }
};

function refused(text: string): ShellRefusal {
  return new ShellRefusal(
    `ps ${text.slice(0, 60)} is not among the options that are known only to read; "e" would show the environment of processes.`,
  );
}

/** The same options in words that mean no environment however they are read: `-A` for `-e`, and values by themselves. */
export function unambiguousPs(args: readonly string[]): string[] {
  return args.flatMap((text) => {
    const [, option, value] = /^(-[CGgpqstuU])(?=.)([\s\S]+)$/.exec(text) ?? [];
    if (option !== undefined && value !== undefined) return [option, value];
    const [, letters, columns] = /^(-[aAdeFfHjLlmNTwyM]*o)([\s\S]*)$/.exec(text) ?? [];
    if (letters !== undefined) return [withoutE(letters), ...(columns ? [columns] : [])];
    return /^-[^-]/.test(text) ? [withoutE(text)] : [text];
  });
}

const withoutE = (letters: string): string => letters.replaceAll('e', 'A');
