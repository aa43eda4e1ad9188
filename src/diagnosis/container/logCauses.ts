/** What a log's line says about why a process ended: a table of patterns over what runtimes and libraries print. */

export type LogCauseCode =
  | 'EnvVarMissing'
  | 'FileMissing'
  | 'EntryPointNotFound'
  | 'ExecFormatError'
  | 'PortNotPermitted'
  | 'FilePermissionDenied'
  | 'FileSystemReadOnly'
  | 'DiskFull'
  | 'AddressInUse'
  | 'HeapExhausted'
  | 'CommandUsageWrong'
  | 'SchemaMigrationFailed'
  | 'ConfigurationInvalid';

export interface LogCause {
  code: LogCauseCode;
  /** Named groups of the pattern: `name`, `path`, `port`, `flag`, `value`. */
  params: Record<string, string>;
}

interface Row {
  code: LogCauseCode;
  pattern: RegExp;
  /** Whether what was found is what the pattern is after. */
  accept?: (params: Record<string, string>) => boolean;
}

const VARIABLE = `["'\`$%{(<]{0,3}(?<name>[A-Za-z][A-Za-z0-9_]{2,63})["'\`)}>]{0,3}`;
const isVariable = ({ name = '' }: Record<string, string>): boolean => /^[A-Z][A-Z0-9_]+$/.test(name);
const isLongVariable = (params: Record<string, string>): boolean =>
  isVariable(params) && (params.name ?? '').includes('_');
const UNSET =
  '(?:is |was |are |must be |has )?(?:not |un)(?:be )?(?:set|defined|provided|found|specified|configured|present|exported)|is (?:missing|required|empty|undefined|unset|mandatory|blank)|must (?:be|not be) (?:set|provided|defined|specified|empty|blank)|missing|undefined|unbound variable|parameter (?:null or )?not set|missing value|field required';
// A path begins after a separator: tried at every slash of a long one, the patterns below would take quadratic time.
const PATH = `["'\`(]{0,2}(?<path>(?<![\\w/.~-])/[^\\s"'\`:,;)\\]]+)["'\`)]{0,2}`;
const env = (pattern: RegExp, accept: Row['accept'] = isVariable): Row => ({ code: 'EnvVarMissing', pattern, accept });
const file = (pattern: RegExp): Row => ({ code: 'FileMissing', pattern });

/** Ports that only root, or who has NET_BIND_SERVICE, may listen on. */
function isPrivileged({ port }: Record<string, string>): boolean {
  return Number(port) < 1024;
}

/** The first match wins, so the most telling stand first. */
const ROWS: readonly Row[] = [
  { code: 'ExecFormatError', pattern: /exec format error|cannot execute binary file|qemu-\w+: Could not open/i },
  {
    code: 'DiskFull',
    pattern: new RegExp(
      `(?:${PATH}.{0,40})?(?:no space left on device|ENOSPC|errno 28\\b|disk quota exceeded|not enough (?:disk )?space|disk is full|there is not enough space on the disk|could not (?:write|extend) file.*space|failed with error 28\\b|磁盘(?:空间)?(?:不足|已满|写满))`,
      'i',
    ),
  },
  {
    code: 'FileSystemReadOnly',
    pattern: new RegExp(`${PATH}.{0,60}?(?:read-only file system|EROFS|errno 30\\b)`, 'i'),
  },
  {
    code: 'FileSystemReadOnly',
    pattern: new RegExp(`(?:read-only file system|EROFS|errno 30\\b)(?:.{0,60}?${PATH})?`, 'i'),
  },
  {
    code: 'AddressInUse',
    pattern:
      /(?:(?:0\.0\.0\.0|\[?::\]?|127\.0\.0\.1|localhost|\*|address|port)[ :=]+|:)(?<port>\d{2,5})\b.{0,60}?(?:address (?:already )?in use|EADDRINUSE|errno 98\b|already in use|was already in use)/i,
  },
  {
    code: 'AddressInUse',
    pattern:
      /(?:address (?:is )?already in use|EADDRINUSE|address in use|errno 98\b|port is already (?:in use|allocated)|only one usage of each socket address)(?:.{0,60}?(?::|port[ =:]+)(?<port>\d{2,5})\b)?/i,
  },
  {
    code: 'PortNotPermitted',
    pattern: /:(?<port>\d{1,4})\b\D{0,20}(?:bind: permission denied|\(13: permission denied|operation not permitted)/i,
    accept: isPrivileged,
  },
  {
    code: 'PortNotPermitted',
    pattern:
      /(?:bind|listen)\b.{0,40}?(?:EACCES|permission denied|errno 13\b)\D{0,20}(?:[\d.]+|::)?:(?<port>\d{1,4})\b/i,
    accept: isPrivileged,
  },
  {
    code: 'HeapExhausted',
    pattern:
      /java\.lang\.OutOfMemoryError|JavaScript heap out of memory|std::bad_alloc|runtime: out of memory|\bMemoryError\b|Allowed memory size of \d+ bytes exhausted|Native memory allocation \(\w+\) failed|insufficient memory for the Java Runtime/i,
  },
  {
    code: 'EntryPointNotFound',
    pattern:
      /(?:^|: )(?:exec:? )?(?:line \d+: |\d+: )?(?<command>[^\s:]+): (?:command )?not found$|exec:? "?(?<command2>[^\s:"]+)"?: (?:no such file or directory|not found|executable file not found)|(?<!cat: )can't open (?:file )?'(?<command3>[^']+)': .*No such file|Unable to access jarfile (?<command4>\S+)|Could not find or load main class (?<command5>\S+)|Cannot find module '(?<command6>[/.][^']+)'/i,
  },
  // What init processes, shebangs and runtimes print where the program or its interpreter is not there.
  {
    code: 'EntryPointNotFound',
    pattern:
      /exec user process caused:? "?no such file|exec container process .{0,40}`(?<command>[^`]+)`: No such file|\bexec (?<command2>\S+) failed: No such file|\[dumb-init\] (?<command3>[^\s:]+): No such file|\benv: [‘'"`]?(?<command4>[\w.+-]+(?:\\r)?)[’'"`]?: No such file/i,
  },
  {
    code: 'FileMissing',
    pattern: /error while loading shared libraries: (?<path>[^\s:]+): cannot open shared object file/i,
  },
  env(
    new RegExp(
      `(?:required |mandatory )?(?:environment|env)[ _-]?(?:variable|var)?s?[ :=]+${VARIABLE},? (?:${UNSET})`,
      'i',
    ),
  ),
  env(
    new RegExp(
      `(?:missing|required|undefined|unset|no|set|provide|specify|define|without)(?: the| a| required| mandatory)* (?:environment|env)[ _-]?(?:variable|var)?s?(?: is missing| not set)?[ :=(]+${VARIABLE}`,
      'i',
    ),
  ),
  env(
    new RegExp(
      `(?:environment|env)[ _-]?(?:variable|var)?s? (?:missing|not set|required|undefined)[ :=]+${VARIABLE}`,
      'i',
    ),
  ),
  env(new RegExp(`${VARIABLE}:? (?:environment|env)[ _-]?(?:variable|var)?s? (?:${UNSET})`, 'i')),
  env(new RegExp(`required key ${VARIABLE} missing value`, 'i')),
  env(/Could not resolve placeholder '(?<name>[A-Za-z][\w.:-]{2,80}?)'/i, ({ name = '' }) => name !== ''),
  env(/KeyError: (?:key not found: )?["'](?<name>\w+)["']|key not found: "(?<name2>\w+)"/),
  env(/validation errors? for \w+ (?<name>\w+) Field required/, () => true),
  env(/Missing `(?<name>\w+)` for '\w+' environment/, () => true),
  env(/as an? environment variables?:[\s-]+(?<name>[A-Z][A-Z0-9_]+)/i),
  env(/you (?:must|need to) specify (?:one of )?(?<name>[A-Z][A-Z0-9_]+)/i),
  env(/(?<name>[A-Z][A-Z0-9_]+)(?::| -)? (?:unbound variable|parameter (?:null or )?not set)/),
  env(new RegExp(`${VARIABLE}[:,]? (?:${UNSET})`, 'i'), isLongVariable),
  env(
    new RegExp(
      `(?:missing|required|undefined)(?: (?:required|mandatory|config(?:uration)?|setting|value|variable|parameter|key|secret))*[ :=]+${VARIABLE}`,
      'i',
    ),
    isLongVariable,
  ),
  env(
    /(?<name3>[A-Z][A-Z0-9]*_[A-Z0-9_]+)["'`]* ?(?:环境变量|变量)? ?(?:未设置|没有设置|未配置|未定义|缺失|为空)|(?:缺少|未设置|没有设置|未配置)(?:环境变量|变量)?[ ::]*["'`$]*(?<name>[A-Z][A-Z0-9_]+)|环境变量[ ::]*["'`$]*(?<name2>[A-Z][A-Z0-9_]+)["'`]* ?(?:未|不存在|为空|缺失|没有)/,
  ),
  {
    code: 'SchemaMigrationFailed',
    pattern:
      /(?:migrations?|migrate|flyway\w*|liquibase|alembic|schema)\b.{0,120}?(?:fail|error|checksum|dirty|locked|lock|mismatch|out of date|outdated|not up to date|incompatible|newer|older|pending|unknown|abort)|Dirty database version|Can't locate revision|change ?log lock|relation "?schema_migrations/i,
  },
  {
    code: 'FilePermissionDenied',
    pattern: new RegExp(
      `${PATH}.{0,60}?(?:permission denied|EACCES|errno 13\\b|operation not permitted|EPERM|not writable|not readable)`,
      'i',
    ),
  },
  {
    code: 'FilePermissionDenied',
    pattern: new RegExp(
      `(?:permission denied|EACCES|AccessDeniedException|errno 13\\b|operation not permitted|not writable|cannot write to|failed to create (?:directory|file))[^/]{0,60}${PATH}`,
      'i',
    ),
  },
  {
    code: 'FilePermissionDenied',
    pattern: new RegExp(
      `directory ["']?${PATH.replace('<path>', '<path3>')}["']? has (?:invalid permissions|wrong ownership)|permissions (?:\\d+ )?(?:on|for) ["']?${PATH}["']? are too open|${PATH.replace('<path>', '<path2>')}["']? has group or world access`,
      'i',
    ),
  },
  {
    code: 'FilePermissionDenied',
    pattern:
      /(?:mkdir|open|create|chown|chmod|rename|unlink|touch|mv|cp)\b.{0,60}(?:permission denied|operation not permitted)/i,
  },
  file(
    new RegExp(
      `${PATH}.{0,60}?(?:no such file|ENOENT|errno 2\\b|not found|does not exist|doesn't exist|is missing|cannot be found|could not be found)`,
      'i',
    ),
  ),
  file(
    new RegExp(
      `(?:no such file or directory|ENOENT|FileNotFoundException|FileNotFoundError|NoSuchFileException|file not found|not find (?:the )?(?:config(?:uration)? )?file|unable to (?:open|read|load|find)|failed to (?:open|read|load)|cannot (?:open|read|load|find))[^/]{0,60}${PATH}`,
      'i',
    ),
  ),
  {
    code: 'CommandUsageWrong',
    pattern:
      /(?:unknown|unrecognized|unrecognised|invalid|illegal|unsupported|unexpected)(?: long| short)?[ -]+(?:flag|option|argument|shorthand flag|command(?: line)? (?:option|argument)|command)s?[ :=]+["'`]?(?<flag>[^\s"'`]+)|flag provided but not defined: (?<flag2>\S+)|no such option:? (?<flag3>\S+)|the following arguments are required: (?<flag4>\S+)|Unrecognized VM option '(?<flag5>[^']+)'|bad option: (?<flag6>\S+)/i,
  },
  {
    code: 'ConfigurationInvalid',
    pattern:
      /\[emerg\].{0,300}| - Error during parsing.*|yaml: .*|(?:error|failed|cannot|can't|could not|unable to)\b.{0,60}\b(?:(?:pars|unmarshal|decod|deserializ|load|validat|convert)\w*|read(?:ing)?)\b.{0,60}(?:config|yaml|json|toml|ini|xml|properties(?! of)|settings|rules|file)|cannot unmarshal|snakeyaml\.\w+|(?:mapping|scanner|parser|composer)(?:\.\w+)*(?:Error|Exception)|TOMLDecodeError|JSONDecodeError|json\.(?:Syntax|Unmarshal\w+)Error|invalid character .* (?:looking for|after|in)|SyntaxError: Unexpected token .* in JSON|strconv\.\w+: parsing|time: (?:invalid|unknown unit|missing unit)|(?:invalid|bad|illegal|wrong|malformed) (?:config|value|setting|configuration|log ?level|port|url|uri|dsn|duration|boolean|number|address|yaml|json|syntax|property|directive)|(?:unknown|unrecognized|unrecognised) (?:field|directive|key(?:word)?|option|property|setting|config(?:uration)?(?: parameter)?|log ?level|parameter|variable)|invalid value for parameter|invalid literal for int|not an IP address or file|configuration (?:error|is invalid|invalid|check failed|test failed)|config(?:uration)?(?: file)? .{0,80}(?:is invalid|invalid|error|failed)|ConfigurationException|BindException: Failed to bind properties|Failed to bind properties|Failed to (?:configure a DataSource|determine (?:a suitable driver class|DatabaseDriver))|ValidationError|not a valid (?:value|integer|number|port|url|duration|boolean|choice)|(?:配置|参数)(?:文件)?.{0,30}(?:错误|无效|非法|解析失败)/i,
  },
];

/** The cause that one line tells of; undefined where it tells of none that is known. */
export function logCauseOf(line: string): LogCause | undefined {
  for (const { code, pattern, accept } of ROWS) {
    const match = pattern.exec(line);
    if (match === null) continue;
    const params = groupsOf(match.groups);
    if (accept === undefined || accept(params)) return { code, params };
  }
  return undefined;
}

/** Groups that a pattern has twice (`path`, `path2`) are one. */
function groupsOf(groups: Record<string, string | undefined> | undefined): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [key, value] of Object.entries(groups ?? {})) {
    if (value !== undefined) params[key.replace(/\d$/, '')] = value.replace(/[.,]+$/, '');
  }
  return params;
}
