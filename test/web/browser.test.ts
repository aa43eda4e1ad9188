/** The page as a person sees it: a real browser, a real server, incidents whose text is hostile. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSnapshot } from '../../src/cluster/snapshot/load.ts';
import { serveSnapshot } from '../../src/cluster/snapshot/serve.ts';
import { type Browser, browserMissing, openBrowser, type Page, type PageOptions } from '../support/browser.ts';
import { demoCase, type Served, scratchFolder, startServer } from '../support/program.ts';
import { type Scripted, startScripted } from '../support/scriptedModel.ts';

const missing = await browserMissing();
const QUESTION = 'why do the pods of the shop not become ready?';
const HOSTILE = "<img src=x onerror='document.title=1'><script>document.title=1</script>";

describe.skipIf(missing !== undefined)(`the web page in a browser${missing ? `: ${missing}` : ''}`, () => {
  const scratch = scratchFolder();
  const snapshot = join(scratch.path, 'snapshot');
  const config = join(scratch.path, 'token.yaml');
  let browser: Browser;
  let model: Scripted;
  const servers: Served[] = [];
  const serve = async (env: Record<string, string> = {}): Promise<string> => {
    const server = await startServer(['--snapshot', snapshot], { env: { XDG_STATE_HOME: scratch.path, ...env } });
    servers.push(server);
    return server.url;
  };

  beforeAll(async () => {
    cpSync(demoCase('volume-four-hops'), scratch.path, { recursive: true });
    poison(snapshot);
    writeFileSync(config, 'auth: {mode: token}\n');
    model = await startScripted([
      { text: 'I look.', calls: [{ tool: 'kubectl', arguments: { command: `get pods -n '${HOSTILE}'` } }] },
      {
        delay: 300,
        text: `**{{cause}}** ${HOSTILE}\n\n## Evidence\n\n> {{quote}}\n\n[go](javascript:document.title='owned')\n\n| a | b |\n|---|---|\n| 1 | *2* |\n\n1. one\n2. two\n   - deep\n\nafter\n\n\`\`\`sh\nkubectl get pods\n\`\`\``,
      },
    ]);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    for (const { child, ended } of servers) {
      child.kill('SIGTERM');
      await ended;
    }
    await model?.close();
    scratch.remove();
  });

  /** A page, and everything that went wrong in it. */
  async function open(url: string, options?: PageOptions): Promise<{ page: Page; wrong: string[]; asked: string[] }> {
    const page = await browser.newPage(options);
    const [wrong, asked]: [string[], string[]] = [[], []];
    page.on('pageerror', ({ message }) => wrong.push(String(message)));
    page.on('console', (said) => said.type?.() === 'error' && wrong.push(said.text?.() ?? ''));
    page.on('dialog', (dialog) => {
      wrong.push('a dialog');
      void dialog.dismiss?.();
    });
    page.on('request', (request) => asked.push(request.url?.() ?? ''));
    await page.goto(url);
    return { page, wrong, asked };
  }

  async function ask(page: Page, question: string): Promise<void> {
    await page.fill('#question', question);
    await page.click('#send');
    await page.waitForSelector('#send:not([disabled])');
  }

  /** As it is rendered, line by line. */
  const seen = (page: Page, selector: string) =>
    page.evaluate(`document.querySelector(${JSON.stringify(selector)}).innerText`);
  const count = (page: Page, selector: string) =>
    page.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);

  it('shows the steps and the engine’s answer; what a log says stays text', async () => {
    const url = await serve();
    const { page, wrong, asked } = await open(url);
    await ask(page, QUESTION);
    const answer = await seen(page, '#answer');
    expect(answer).toContain('ceph-nvme');
    expect(answer).toContain(HOSTILE);
    expect(await count(page, '#answer :is(img, script, a, iframe)')).toBe(0);
    expect(await page.evaluate('document.title')).toBe('Kubernetes AIOps Copilot');
    expect(await count(page, '#answer pre')).toBeGreaterThan(0);
    expect(await count(page, '#answer li')).toBeGreaterThan(3);
    // Marks of Markdown that are left over would be seen.
    expect(answer).not.toMatch(/\*\*|^#|^> /m);
    await page.click('#steps summary');
    expect(await seen(page, '#stepList')).toMatch(/diagnose\n✓ StorageClass ceph-nvme[\s\S]*reading \d+ log/);
    expect(wrong).toEqual([]);
    for (const one of asked) expect(one.startsWith(url) || one.startsWith('data:')).toBe(true);
    await page.close();
  });

  it('shows what a model does and says, and nothing of it as HTML', async () => {
    const { page, wrong } = await open(await serve({ LLM_BASE_URL: model.url }));
    await page.fill('#question', QUESTION);
    // What is written stands there only until the answer does, however fast that comes.
    await page.evaluate(
      `new MutationObserver((seen) => { window.drafted ||= seen.some((one) => [...one.addedNodes].some((node) => node.className === 'draft')); }).observe(document.body, { childList: true, subtree: true })`,
    );
    await page.click('#send');
    await page.waitForSelector('#answer h3');
    await page.waitForSelector('#send:not([disabled])');
    expect(await page.evaluate('window.drafted')).toBe(true);
    const answer = await seen(page, '#answer');
    expect(answer).toContain(HOSTILE);
    expect(answer).toContain("[go](javascript:document.title='owned')");
    expect(await count(page, '#answer :is(img, script, a, iframe)')).toBe(0);
    expect(await count(page, '.draft')).toBe(0);
    for (const shown of ['h3', 'blockquote', 'td em', 'ol > li > ul > li', 'pre code'])
      expect(await count(page, `#answer ${shown}`), shown).toBeGreaterThan(0);
    await page.click('#steps summary');
    expect(await seen(page, '#stepList')).toMatch(/kubectl get pods -n '?<img/);
    expect(await page.evaluate('document.title')).toBe('Kubernetes AIOps Copilot');
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('speaks Chinese where the browser does, and switches', async () => {
    const { page, wrong } = await open(await serve(), { locale: 'zh-CN' });
    expect(await page.textContent('#send')).toBe('提问');
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    await ask(page, '为什么 shop 的 Pod 起不来？');
    expect(await seen(page, '#answer')).toMatch(/发现问题[\s\S]*证据/);
    await page.click('#language');
    expect(await page.textContent('#send')).toBe('Ask');
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('shows what waits for approval as soon as it does, exactly, and lets an approver decide', async () => {
    const cluster = await serveSnapshot(await loadSnapshot(snapshot));
    const script = [
      { calls: [{ tool: 'kubectl', arguments: { command: "annotate pod order-api-1 'note=<b>web-2</b>' -n shop" } }] },
      { text: '{{cause}}\n\n> {{quote}}' },
    ];
    const asker = await startScripted(script);
    const token = { AIOPS_TOKENS: 'boss:approver:someLongToken', CONFIG_FILE: config };
    const env = { LLM_BASE_URL: asker.url, XDG_STATE_HOME: scratch.path, ...token };
    const server = await startServer(['--kubeconfig', cluster.kubeconfigPath], { env });
    servers.push(server);
    const { page, wrong } = await open(server.url);
    await page.fill('#token', 'someLongToken');
    await ask(page, QUESTION);
    await page.waitForSelector('#approvalList button');
    expect(await seen(page, '#approvalList code')).toContain('<b>web-2</b>');
    expect(await count(page, '#approvalList b')).toBe(0);
    expect(await seen(page, '#answer')).toMatch(/Waits for approval/);
    await page.click('#approvalList button:nth-of-type(1)');
    await page.waitForSelector('#approvalList li:only-child:not(:has(button))');
    const listed = await fetch(`${server.url}/approvals`, { headers: { authorization: 'Bearer someLongToken' } });
    expect(JSON.parse(await listed.text()).approvals).toMatchObject([{ state: 'approved' }]);
    expect(wrong).toEqual([]);
    await page.close();
    await asker.close();
    await cluster.close();
  });

  it('says what is wrong where a token is wanted, and works with one', async () => {
    const env = { AIOPS_TOKENS: 'oncall:operator:someLongToken', CONFIG_FILE: config };
    const { page } = await open(await serve(env));
    await ask(page, QUESTION);
    expect(await seen(page, '#answer .failed')).toMatch(/[Tt]oken/);
    await page.fill('#token', 'someLongToken');
    await ask(page, QUESTION);
    expect(await seen(page, '#answer')).toContain('ceph-nvme');
    expect(await count(page, '.failed')).toBe(0);
    await page.close();
  });

  it('says that the connection was lost, stops when told to, and can be asked again', async () => {
    const slow = await startScripted([{ delay: 60_000 }]);
    const url = await serve({ LLM_BASE_URL: slow.url });
    const { page } = await open(url);
    await page.fill('#question', QUESTION);
    await page.press('#question', 'Control+Enter');
    await page.waitForSelector('#stop');
    await page.click('#stop');
    await page.waitForSelector('#send:not([disabled])');
    expect(await count(page, '.failed')).toBe(0);
    await page.click('#send');
    await page.waitForSelector('#stepList li');
    servers.at(-1)?.child.kill('SIGKILL');
    await page.waitForSelector('#send:not([disabled])');
    expect(await seen(page, '#answer .failed')).not.toBe('');
    await slow.close();
    await page.close();
  });
});

/** A log line of the incident that the diagnosis quotes, with markup in it. */
function poison(snapshot: string): void {
  for (const pod of ['order-api-77c87f85bb-86mbs', 'order-api-77c87f85bb-r27g6']) {
    const file = join(snapshot, 'logs', 'shop', pod, 'order-api.log');
    const text = readFileSync(file, 'utf8').replaceAll('no such host"', `no such host ${HOSTILE}"`);
    writeFileSync(file, text);
  }
}
