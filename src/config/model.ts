/** Which model answers, and which key may go to it. A key never goes to a host other than its own. */
import type { Environment } from './environment.ts';
import type { Config } from './schema.ts';

export interface Model {
  baseUrl: string;
  name: string;
  apiKey?: string;
  /** False: no key for a host that wants one, so questions are answered by the engine alone. */
  configured: boolean;
}

const KEY_OF_HOST: Readonly<Record<string, string>> = {
  'api.deepseek.com': 'DEEPSEEK_API_KEY',
  'api.openai.com': 'OPENAI_API_KEY',
};

/** `file`: the content of the configuration file, expanded; its key goes to its own base URL only. */
export function resolveModel(config: Config, file: Record<string, unknown>, env: Environment): Model {
  const { base_url: baseUrl, model: name } = config.llm;
  const host = new URL(baseUrl).hostname;
  const variable = KEY_OF_HOST[host];
  const own = env.LLM_API_KEY ?? (variable === undefined ? undefined : env[variable]);
  const apiKey = own ?? (baseUrlOf(file) === baseUrl ? config.llm.api_key : undefined);
  return { baseUrl, name, apiKey, configured: apiKey !== undefined || variable === undefined };
}

function baseUrlOf(file: Record<string, unknown>): string {
  const llm = file.llm;
  const own = typeof llm === 'object' && llm !== null && 'base_url' in llm ? llm.base_url : undefined;
  return typeof own === 'string' ? own : 'https://api.deepseek.com';
}
