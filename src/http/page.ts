/** `/`: the web page and its two files. They need no token and say nothing of the cluster; what they call does. */
import type { Express } from 'express';
import { type Handler, route } from './methods.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Web = typeof import('../web/page.ts') & typeof import('../web/script.ts') & typeof import('../web/markdown.ts');

export function pageRoutes(app: Express): void {
  const send =
    (type: string, text: (web: Web) => string): Handler =>
    async (_, response) => {
      const parts = [import('../web/page.ts'), import('../web/script.ts'), import('../web/markdown.ts')] as const;
      const [page, script, markdown] = await Promise.all(parts);
      const web = { ...page, ...script, ...markdown };
      response.set({ 'Content-Security-Policy': POLICY, 'Referrer-Policy': 'no-referrer' });
      response.type(type).send(text(web));
    };
  const files: readonly (readonly [path: string, handler: Handler])[] = [
    ['/', send('html', ({ PAGE }) => PAGE)],
    ['/page.css', send('css', ({ STYLE }) => STYLE)],
    ['/page.js', send('js', ({ MARKDOWN, SCRIPT }) => MARKDOWN + SCRIPT)],
  ];
  for (const [path, handler] of files) route(app, path, { GET: handler, HEAD: handler });
}
