/** The page's script, as browsers run it after that of `markdown.ts`. Text of clusters and models is only ever set as text, never as HTML. */

export const SCRIPT = String.raw`
const WORDS = {
  en: { question: 'What is wrong?', namespace: 'Namespace', token: 'Token', send: 'Ask', stop: 'Stop', fresh: 'New conversation',
    steps: 'Steps', approvals: 'Waiting for approval', showApprovals: 'Show what waits for approval', approve: 'Approve', reject: 'Reject',
    none: 'Nothing waits.', left: 'The connection was lost; ask again.', other: '中文' },
  zh: { question: '出了什么问题？', namespace: '命名空间', token: '令牌', send: '提问', stop: '停止', fresh: '新对话',
    steps: '步骤', approvals: '等待审批', showApprovals: '查看等待审批的操作', approve: '批准', reject: '拒绝',
    none: '没有等待审批的操作。', left: '连接已断开，请重新提问。', other: 'English' },
};
const by = (id) => document.getElementById(id);
let language = navigator.language.startsWith('zh') ? 'zh' : 'en';
let conversation;
let running;

function translate() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const one of document.querySelectorAll('[data-text]')) one.textContent = WORDS[language][one.dataset.text];
  by('language').textContent = WORDS[language].other;
}

function headers() {
  const token = by('token').value;
  return token === '' ? {} : { Authorization: 'Bearer ' + token };
}

function show(markdown) {
  by('answer').replaceChildren();
  blocks(markdown.split('\n'), by('answer'));
  by('steps').open = false;
}

function step(text) {
  const item = element('li', text, by('stepList'));
  item.scrollIntoView({ block: 'nearest' });
  return item;
}

// A step of its own says what a call is about, right before it.
let announced;
let calls = new Map();
// What the model writes, until its answer has been checked.
let draft;

const handlers = {
  step: ({ text }) => { announced = step(text); draft = undefined; },
  tool_call: ({ id, tool }) => { calls.set(id, announced ?? step(tool)); announced = undefined; },
  tool_result: ({ id, ok, summary }) => {
    element('div', (ok ? '✓ ' : '✗ ') + summary, calls.get(id) ?? step('')).className = ok ? 'result' : 'result failed';
  },
  token: ({ text }) => {
    if (!draft) { by('answer').replaceChildren(); draft = element('div', '', by('answer')); draft.className = 'draft'; }
    draft.append(text);
  },
  approval_required: () => approvals(),
  error: ({ message }) => { step(message).className = 'failed'; },
  answer: ({ text, conversation: id }) => { conversation = id; show(text); by('fresh').hidden = false; },
};

async function read(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let done = false;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (rest + part.value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const match = /^event: (\w+)\ndata: (.*)$/m.exec(event);
      if (!match) continue;
      done = done || match[1] === 'done';
      if (Object.hasOwn(handlers, match[1])) handlers[match[1]](JSON.parse(match[2]));
    }
  }
  if (!done) throw new Error(WORDS[language].left);
}

async function refusal(response) {
  const body = await response.json().catch(() => undefined);
  if (response.status === 404 && conversation) conversation = undefined;
  return body?.error?.message ?? String(response.status);
}

async function ask() {
  running?.abort();
  running = new AbortController();
  by('stepList').replaceChildren();
  by('answer').replaceChildren();
  calls = new Map();
  announced = draft = undefined;
  by('steps').hidden = by('stop').hidden = false;
  by('steps').open = by('send').disabled = true;
  const own = running;
  const started = Date.now();
  const clock = setInterval(() => { by('elapsed').textContent = Math.round((Date.now() - started) / 1000) + ' s'; }, 1000);
  by('elapsed').textContent = '';
  const body = { q: by('question').value, format: 'sse', conversation, namespace: by('namespace').value.trim() || undefined };
  try {
    const response = await fetch('/ask', { method: 'POST', signal: running.signal, body: JSON.stringify(body),
      headers: { ...headers(), 'Content-Type': 'application/json' } });
    if (response.ok) await read(response);
    else throw new Error(await refusal(response));
  } catch (error) {
    if (error.name !== 'AbortError') element('p', error.message, by('answer')).className = 'failed';
  }
  clearInterval(clock);
  if (own !== running) return;
  by('send').disabled = false;
  by('stop').hidden = true;
}

async function approvals() {
  const list = by('approvalList');
  const response = await fetch('/approvals', { headers: headers() });
  list.replaceChildren();
  by('waiting').hidden = false;
  if (!response.ok) { element('li', await refusal(response), list).className = 'failed'; return; }
  const waiting = (await response.json()).approvals.filter(({ state }) => state === 'pending');
  if (waiting.length === 0) element('li', WORDS[language].none, list);
  for (const { id, command, by: who } of waiting) {
    const item = element('li', '', list);
    element('code', command, item);
    item.append(' (' + who + ') ');
    for (const word of ['approve', 'reject']) {
      element('button', WORDS[language][word], item).addEventListener('click', async () => {
        const answer = await fetch('/approvals/' + encodeURIComponent(id) + '/' + word, { method: 'POST', headers: headers() });
        if (answer.ok) await approvals();
        else element('span', ' ' + await refusal(answer), item).className = 'failed';
      });
    }
  }
}

by('ask').addEventListener('submit', (event) => { event.preventDefault(); void ask(); });
by('question').addEventListener('keydown', (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) by('ask').requestSubmit(); });
by('stop').addEventListener('click', () => running?.abort());
by('fresh').addEventListener('click', () => { conversation = undefined; by('answer').replaceChildren(); by('fresh').hidden = true; });
by('showApprovals').addEventListener('click', () => void approvals());
by('language').addEventListener('click', () => { language = language === 'zh' ? 'en' : 'zh'; translate(); });
translate();
`;
