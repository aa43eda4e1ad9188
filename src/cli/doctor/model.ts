/** Whether a model is configured and answers. */
import { type Check, reach } from './check.ts';

export const modelCheck: Check = {
  name: 'model',
  exitCode: 0,
  async run({ loaded: { model } }, signal) {
    const mend = 'set DEEPSEEK_API_KEY, or LLM_BASE_URL with LLM_MODEL and LLM_API_KEY';
    if (!model.configured) return [{ state: 'note', text: 'none configured; diagnoses work without one', mend }];
    const headers: Record<string, string> =
      model.apiKey === undefined ? {} : { Authorization: `Bearer ${model.apiKey}` };
    const answer = await reach(`${model.baseUrl.replace(/\/$/, '')}/models`, headers, signal);
    const where = `${model.name} at ${model.baseUrl}`;
    if (typeof answer === 'string')
      return [{ state: 'problem', text: `${where}: ${answer}`, mend: 'check llm.base_url or LLM_BASE_URL' }];
    if (answer === 401 || answer === 403)
      return [{ state: 'problem', text: `${where} refuses the key (${answer})`, mend }];
    return [{ state: 'ok', text: where }];
  },
};
