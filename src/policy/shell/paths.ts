/** Which files may be read, and which not even listed. */
import { realPath } from './realPath.ts';

const under = (folder: string, names: string) => names.split(' ').map((name) => `${folder}/${name}`);

/** May be read; a trailing `/` means everything below. Of `/proc/self` only what is the same for every process here. */
const READABLE: readonly string[] = [
  '/dev/null',
  '/var/log/',
  '/run/log/journal/',
  '/usr/lib/os-release',
  '/usr/share/zoneinfo/',
  '/run/systemd/resolve/resolv.conf',
  '/run/systemd/resolve/stub-resolv.conf',
  ...under('/etc', 'debian_version alpine-release redhat-release os-release issue timezone localtime hostname hosts'),
  ...under('/etc', 'host.conf nsswitch.conf resolv.conf services protocols sysctl.conf sysctl.d/ logrotate.conf'),
  ...under('/etc', 'logrotate.d/ security/limits.conf security/limits.d/ systemd/journald.conf'),
  ...under('/proc', 'buddyinfo cgroups cmdline cpuinfo devices diskstats filesystems interrupts loadavg meminfo'),
  ...under('/proc', 'modules partitions pressure/ slabinfo softirqs stat swaps sys/ uptime version vmstat zoneinfo'),
  ...under('/proc/self', 'cgroup limits mountinfo mounts net/ status'),
  ...under('/sys', 'fs/cgroup/ class/net/ class/thermal/ block/ devices/system/ devices/virtual/net/'),
];

/** Where links of /sys/class/net and /sys/block lead. */
const HARDWARE = /^\/sys\/devices\/.+\/(?:net|block|thermal_zone\d+)\//;

/** Never, whatever is configured: keys, tokens, passwords, credentials of tools, other processes, memory. */
const HIDDEN: readonly RegExp[] = [
  /^\/(?:var\/)?run\/secrets(?:\/|$)/,
  /\/secrets?\/kubernetes\.io(?:\/|$)/,
  /\/kubernetes\.io~(?:secret|projected|csi)(?:\/|$)/,
  /\/\.(?:kube|ssh|gnupg|aws|azure|docker|config|netrc|pgpass|my\.cnf|npmrc|pypirc|git-credentials|vault-token)(?:\/|$)/,
  /\/\.(?:env(?:\.[^/]*)?|[a-z_]*history)$/,
  /\/(?:id_(?:rsa|dsa|ecdsa|ed25519)[^/]*|kubeconfig[^/]*|authorized_keys|token)$/i,
  /\.(?:key|p12|pfx|jks|keystore|kubeconfig|kdbx|gpg)$/i,
  /^\/etc\/(?:shadow|gshadow|sudoers|krb5\.keytab|passwd-|group-)/,
  /^\/etc\/(?:ssl\/private|kubernetes\/(?:pki|[^/]*\.conf$)|rancher|ssh|wireguard|ppp|NetworkManager|openvpn|ipsec)/,
  /^\/var\/lib\/(?:kubelet\/(?:pki|kubeconfig|config)|etcd|rancher|k3s|docker|containerd|containers|vault|sss)(?:\/|$)/,
  /^\/root\/\./,
  /^\/proc\/(?:\d|thread-self|kcore|kmsg|keys|key-users|kallsyms|kpage|sysrq-trigger)/,
  /^\/proc\/self\/(?!(?:cgroup|limits|mountinfo|mounts|net|status)(?:\/|$))/,
  /^\/proc\/sys\/.*(?:stable_secret|fastopen_key|core_pattern)$/,
  /^\/sys\/(?:kernel\/(?:debug|tracing|security)|firmware|fs\/(?:bpf|selinux))/,
];

/** Hidden things lie below these: what reads whole trees may not begin at one of them. */
const HOLDS_HIDDEN =
  /^\/(?:$|(?:etc|etc\/kubernetes|proc|proc\/sys|proc\/self|root|home|home\/[^/]+|run|sys|sys\/kernel|dev|var|var\/lib|var\/lib\/kubelet|var\/run)$)/;

/** What a command does with a path: read what is in it, read all that lies below it, or only list and measure. */
export type PathUse = 'read' | 'readTree' | 'list';

export interface Place {
  /** The working folder at this moment, absolute. */
  folder: string;
  /** The run's own temporary folder, which may be read; undefined before there is one. */
  own?: string;
  /** Folders that the configuration adds to the table. */
  readable: readonly string[];
}

/** Why a path may not be used so, as a sentence; undefined: it may. */
export function pathRefusal(path: string, use: PathUse, place: Place): string | undefined {
  const real = realPath(path, place.folder);
  if (real === undefined) return `${path} leads through links that cannot be judged.`;
  const named = path.startsWith('/') ? path : `/${path}`;
  if (HIDDEN.some((pattern) => pattern.test(real) || pattern.test(named))) {
    return `${path} may hold secrets or belongs to another process: it can be neither read nor listed.`;
  }
  if (use === 'list') return undefined;
  if (use === 'readTree' && HOLDS_HIDDEN.test(real))
    return `${path} holds files that may not be read: name a folder below it.`;
  if (isReadable(real, place)) return undefined;
  return `${path} is not among the files that may be read: /var/log, chosen files of /etc, /proc and /sys, and the folders of toolsets.bash.config.paths.`;
}

function isReadable(real: string, { own, readable }: Place): boolean {
  if (real.startsWith('/dev/')) return real === '/dev/null';
  // Failed logins: people type passwords where a name is asked for.
  if (/^\/var\/log\/(?:btmp|tallylog|faillog)/.test(real)) return false;
  if (HARDWARE.test(real)) return true;
  const folders = own === undefined ? readable : [...readable, own];
  const configured = folders.flatMap((folder) =>
    [realPath(folder, '/') ?? folder].map((one) => (one === '/' ? '/' : `${one}/`)),
  );
  return [...READABLE, ...configured].some((entry) =>
    entry.endsWith('/') ? `${real}/`.startsWith(entry) : real === entry,
  );
}
