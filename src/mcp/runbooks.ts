/** Runbooks as resources: `runbook://{id}`, in the language that `?language=` asks for. */
import type { ReadResourceResult, ResourceTemplateType } from '@modelcontextprotocol/server';
import type { RunbookLanguage, Runbooks } from '../runbooks/runbook.ts';
import type { Provider } from './provider.ts';

const MARKDOWN = 'text/markdown';
const LANGUAGES: readonly RunbookLanguage[] = ['en', 'zh'];
const TEMPLATE = 'runbook://{id}{?language}';

const TEMPLATES: readonly ResourceTemplateType[] = [
  {
    uriTemplate: 'runbook://{id}',
    name: 'runbook',
    title: 'Runbook',
    description: 'How to confirm, mend, verify and prevent one kind of failure',
    mimeType: MARKDOWN,
  },
  {
    uriTemplate: TEMPLATE,
    name: 'runbook-in-language',
    title: 'Runbook in a language',
    description: 'The same in English (en) or Chinese (zh), where there is one',
    mimeType: MARKDOWN,
  },
];

/** Offers them; `language` is what a reader gets who asks for none. */
export function runbooksProvider(runbooks: Runbooks, language: RunbookLanguage | undefined): Provider {
  return {
    async resources() {
      const listed = await runbooks.list(language);
      return listed.map(({ id, title }) => ({ uri: `runbook://${id}`, name: id, title, mimeType: MARKDOWN }));
    },
    templates: () => TEMPLATES,
    async readResource(uri) {
      const asked = parse(uri);
      const found = asked === undefined ? undefined : await runbooks.read(asked.id, asked.language ?? language);
      return found === undefined ? undefined : contents(uri, `# ${found.title}\n\n${found.body}`);
    },
    async complete({ ref, argument }) {
      if (ref.type !== 'ref/resource' || !TEMPLATES.some(({ uriTemplate }) => uriTemplate === ref.uri))
        return undefined;
      if (argument.name === 'language') return LANGUAGES.filter((one) => one.startsWith(argument.value));
      if (argument.name !== 'id') return undefined;
      const ids = (await runbooks.list(language)).map(({ id }) => id).filter((id) => id.includes(argument.value));
      return ids.toSorted((a, b) => Number(b.startsWith(argument.value)) - Number(a.startsWith(argument.value)));
    },
    watch(listener) {
      return runbooks.onChange(() => {
        listener({ kind: 'resources_list_changed' });
        // Which of them changed is not told: whoever watches one reads it anew.
        runbooks.list().then(
          (listed) => {
            for (const { id } of listed) listener({ kind: 'resource_updated', uri: `runbook://${id}` });
          },
          () => {},
        );
      });
    },
  };
}

/** Undefined for what is no URI of ours. */
function parse(uri: string): { id: string; language: RunbookLanguage | undefined } | undefined {
  const [, id, wanted] = /^runbook:\/\/([\w.-]{1,128})\/?(?:\?language=(\w+))?$/.exec(uri) ?? [];
  if (id === undefined) return undefined;
  const language = LANGUAGES.find((one) => one === wanted);
  return wanted !== undefined && language === undefined ? undefined : { id, language };
}

function contents(uri: string, text: string): ReadResourceResult {
  return { contents: [{ uri, mimeType: MARKDOWN, text }] };
}
