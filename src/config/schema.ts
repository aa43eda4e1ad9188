/** Every key of the configuration file: the one place where its shape and its defaults are written. */
import * as z from 'zod';
import { ROLES } from './roles.ts';

/** `${ENV}` gives text where a number or a switch is meant. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const whole = (min: number, max: number) =>
  z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], 'it must be a whole number')
    .pipe(z.number().int().min(min).max(max));
const amount = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d+(?:\.\d+)?$/)
        .transform(Number),
    ],
    'it must be a number',
  )
  .pipe(z.number().min(0));
const text = z.string().min(1);
/** Whether it can be compiled; it is held against the whole of a text. */
function isPattern(pattern: string): boolean {
  try {
    new RegExp(`^(?:${pattern})$`, 'u');
    return true;
  } catch {
    return false;
  }
}

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });

const Llm = z.strictObject({
  base_url: httpUrl.default('https://api.deepseek.com').describe('any OpenAI-compatible endpoint'),
  model: text.default('deepseek-v4-flash'),
  api_key: text.optional().describe('sent to the base_url of this same file only'),
  thinking: flag.optional().describe('false is sent as disabled; absent: nothing is sent'),
  timeout_seconds: whole(1, 3600).default(60).describe('without a byte'),
  context_tokens: whole(1000, 10_000_000).default(128_000),
  classify: flag
    .default(false)
    .describe('also asks the model what a question is about, a request more each, counted as its answer is'),
  price: z
    .strictObject({
      input: amount,
      output: amount,
      cached_input: amount.optional().describe('input from the provider’s cache; default: as other input'),
    })
    .optional()
    .describe('of a million tokens, in any currency; then answers say what they cost'),
});

const Toolsets = z.strictObject({
  'kubernetes/core': z
    .strictObject({
      enabled: flag.default(true),
      config: z
        .strictObject({ contexts: z.array(text).optional().describe('contexts that a caller may choose from') })
        .prefault({}),
    })
    .prefault({}),
  'prometheus/metrics': z
    .strictObject({
      enabled: flag.default(true),
      config: z
        .strictObject({
          prometheus_url: httpUrl.optional().describe('else PROMETHEUS_URL, else discovered in the cluster'),
        })
        .prefault({}),
    })
    .prefault({}),
  bash: z
    .strictObject({
      enabled: flag.default(true),
      config: z.strictObject({ paths: z.array(text).default([]).describe('folders that may be read') }).prefault({}),
    })
    .prefault({}),
});

const Tls = z.strictObject({
  ca_file: text.optional().describe('PEM; in place of the authorities that are trusted else'),
  cert_file: text.optional(),
  key_file: text.optional(),
  server_name: text.optional().describe('the name that the certificate must have, where it is not that of the URL'),
  insecure: flag.optional().describe('true: any certificate is taken'),
});

const pattern = text.refine(isPattern, 'is no regular expression');
const ArgumentRule = z.strictObject({
  fix: z.unknown().optional().describe('the argument is this, whatever the caller wants'),
  forbid: flag.optional().describe('the caller must leave it out'),
  min: z.number().optional(),
  max: z.number().optional(),
  values: z.array(z.unknown()).min(1).optional().describe('the only values'),
  pattern: pattern.optional().describe('the whole of a text must match it'),
  ask: flag.optional().describe('true: whoever gives it needs an approval'),
  ask_unless: pattern.optional().describe('the same, unless the whole of a text matches it'),
});

const McpServer = z.strictObject({
  enabled: flag.default(true),
  prefix: z
    .string()
    .max(32)
    .regex(/^[\w-]*$/)
    .optional()
    .describe('before each tool name; default `<server>__`, may be empty'),
  config: z
    .strictObject({
      mode: z.enum(['sse', 'streamable-http', 'stdio']),
      url: httpUrl.optional(),
      headers: z.record(z.string(), z.string()).default({}),
      command: text.optional(),
      args: z.array(z.string()).default([]),
      env: z.record(z.string(), z.string()).default({}),
      cwd: text.optional(),
      timeout_seconds: whole(1, 3600).default(60),
      tls: Tls.optional(),
    })
    .refine((config) => (config.mode === 'stdio' ? config.command : config.url) !== undefined, {
      error: 'mode stdio needs a command, the other modes need a url',
    }),
  tools: z
    .record(
      z
        .string()
        .min(1)
        .describe(
          'the name that the server gives; * stands for any text, later keys refine earlier ones. resources/read, prompts/get and completion/complete mean what it gives besides tools',
        ),
      z.strictObject({
        enabled: flag.optional().describe('default: true'),
        name: text.optional(),
        description: text.optional(),
        effect: z.enum(['read', 'write']).optional(),
        arguments: z.record(z.string(), ArgumentRule).optional(),
      }),
    )
    .default({}),
});

const oneOrMore = z.union([text, z.array(text).min(1)]);
const PolicyRule = z.strictObject({
  tool: oneOrMore.optional().describe('a name or a list of names; * stands for any text'),
  verb: oneOrMore.optional(),
  kind: oneOrMore.optional().describe('plural, such as pods'),
  namespace: oneOrMore.optional(),
  effect: z.enum(['read', 'write']).optional().describe('what cannot be classified counts as write'),
  role: z.enum(ROLES).optional(),
  decision: z.enum(['allow', 'ask', 'deny']),
  reason: text.optional(),
});

/** The file that `policy.file` names. */
export const PolicyFile = z.strictObject({ rules: z.array(PolicyRule).default([]) });

/** Names of callers that have no token. */
const RESERVED = new Set(['stdio', 'anonymous', 'terminal']);

const Token = z.strictObject({
  name: text
    .regex(/^[^\s:,]+$/, 'must not contain spaces, colons or commas')
    .refine((name) => !RESERVED.has(name), 'is the name of a caller without a token; choose another'),
  role: z.enum(ROLES),
  token: text.min(8, 'must be at least 8 characters long'),
  namespaces: z.array(text).min(1).optional().describe('the only namespaces this caller may ask about'),
});

const Server = z.strictObject({
  host: text.default('127.0.0.1'),
  port: whole(0, 65_535).default(8000).describe('0: any free one'),
  hosts: z
    .array(text)
    .default([])
    .describe('names, besides localhost and IP addresses, under which clients reach this server'),
  heartbeat_seconds: whole(1, 15).default(10).describe('a comment line in a stream of events at least this often'),
});

export const Config = z.strictObject({
  llm: Llm.prefault({}),
  toolsets: Toolsets.prefault({}),
  mcp_servers: z
    .record(z.string().regex(/^[\w-]{1,32}$/, 'must be 1 to 32 letters, digits, - or _'), McpServer)
    .default({}),
  runbooks: z.strictObject({ folders: z.array(text).default([]), configmaps: z.array(text).default([]) }).prefault({}),
  remediation: z.strictObject({ mode: z.enum(['off', 'suggest', 'approve', 'auto']).default('approve') }).prefault({}),
  policy: z
    .strictObject({
      file: text.optional().describe('beside this file, or absolute; default: the rules that come with the program'),
      rules: z.array(PolicyRule).default([]).describe('after those of the file; the last that matches decides'),
    })
    .prefault({}),
  auth: z
    .strictObject({
      mode: z.enum(['none', 'token']).optional().describe('default: none on loopback, token elsewhere'),
      tokens: z.array(Token).default([]),
    })
    .prefault({}),
  server: Server.prefault({}),
  limits: z
    .strictObject({
      ask_seconds: whole(1, 86_400).default(300),
      ask_tokens: whole(1000, 1_000_000_000).default(1_000_000).describe('of input and output, for one question'),
      ask_cost: amount.optional().describe('for one question, in the currency of llm.price'),
      body_bytes: whole(1, 1_073_741_824).default(1_048_576),
      requests_per_minute: whole(1, 10_000_000).default(6000).describe('of each caller, at once or spread out'),
      mcp_sessions: whole(1, 100_000).default(1000).describe('of older MCP clients over HTTP, at once'),
      mcp_idle_seconds: whole(1, 86_400).default(1800).describe('after which a session without requests ends'),
    })
    .prefault({}),
  diagnosis: z
    .strictObject({
      secrets: flag.default(false).describe('read Secrets of a live cluster: keys and types; of a snapshot always'),
    })
    .prefault({}),
  storage: z
    .strictObject({
      folder: text.optional().describe('default: $XDG_STATE_HOME/aiops-copilot or ~/.local/state/aiops-copilot'),
      runs: flag.default(true),
    })
    .prefault({}),
  audit: z
    .strictObject({
      enabled: flag.default(false),
      file: text.optional().describe('one JSON object a line; default: standard error'),
      max_bytes: whole(10_000, 10_000_000_000).default(50_000_000).describe('then a new file is begun'),
      keep: whole(1, 1000).default(5).describe('how many full files stay, as FILE.1, FILE.2, …'),
    })
    .prefault({}),
  language: z.enum(['en', 'zh']).optional().describe('default: that of the question'),
});

export type Config = z.infer<typeof Config>;
