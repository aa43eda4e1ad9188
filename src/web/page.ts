/** The web page: one question, its steps as they come, the answer, and what waits for approval. No external assets. */

export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kubernetes AIOps Copilot</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<header>
<h1>Kubernetes AIOps Copilot</h1>
<button id="language" type="button">中文</button>
</header>
<main>
<form id="ask">
<label for="question" data-text="question"></label>
<textarea id="question" rows="3" maxlength="8000" required autofocus></textarea>
<div class="row">
<label><span data-text="namespace"></span> <input id="namespace" maxlength="63" autocomplete="off" spellcheck="false"></label>
<label><span data-text="token"></span> <input id="token" type="password" autocomplete="off"></label>
<button id="send" type="submit" data-text="send"></button>
<button id="stop" type="button" data-text="stop" hidden></button>
<button id="fresh" type="button" data-text="fresh" hidden></button>
</div>
</form>
<details id="steps" open hidden><summary><span data-text="steps"></span> <span id="elapsed"></span></summary><ol id="stepList"></ol></details>
<article id="answer" aria-live="polite"></article>
<section id="waiting" hidden><h2 data-text="approvals"></h2><ul id="approvalList"></ul></section>
<p><button id="showApprovals" type="button" data-text="showApprovals"></button></p>
</main>
</body>
</html>
`;

export const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; accent-color: #326ce5; --line: color-mix(in srgb, currentColor 25%, transparent); }
body { margin: 0 auto; max-width: 56rem; padding: 0 1rem 3rem; }
header { display: flex; align-items: center; justify-content: space-between; }
h1 { font-size: 1.25rem; }
textarea, input { box-sizing: border-box; font: inherit; border: 1px solid var(--line); border-radius: 6px; padding: .375rem .5rem; }
textarea { width: 100%; resize: vertical; margin-top: .25rem; }
:is(textarea, input, button):focus-visible { outline: 2px solid #326ce5; outline-offset: 1px; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; margin: .5rem 0; align-items: center; }
.row input { width: 11rem; }
button { font: inherit; border: 1px solid var(--line); border-radius: 6px; padding: .375rem .75rem; cursor: pointer; }
#send { background: #326ce5; border-color: #326ce5; color: #fff; }
#send:disabled { opacity: .5; cursor: progress; }
summary, #stepList { color: color-mix(in srgb, currentColor 70%, transparent); font-size: .875rem; }
#stepList { max-height: 16rem; overflow: auto; overflow-wrap: anywhere; }
#answer { overflow-wrap: anywhere; }
h2, #answer :is(h3, h4, h5, h6) { font-size: 1.125rem; margin: 1.25rem 0 .5rem; }
#answer p { margin: .5rem 0; }
#answer :is(ul, ol) { margin: .5rem 0; padding-left: 1.5rem; }
#answer li > p { margin: .125rem 0; }
.draft { white-space: pre-wrap; opacity: .7; }
pre, code { font-family: ui-monospace, monospace; font-size: .875rem; }
code { background: color-mix(in srgb, currentColor 8%, transparent); border-radius: 4px; padding: .0625rem .25rem; }
pre { border: 1px solid var(--line); border-radius: 6px; overflow: auto; padding: .5rem .75rem; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
blockquote { border-left: 3px solid #326ce5; margin: .5rem 0; padding-left: .75rem; }
table { border-collapse: collapse; display: block; overflow: auto; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: left; overflow-wrap: normal; }
hr { border: 0; border-top: 1px solid var(--line); margin: 1rem 0; }
#approvalList { padding-left: 1.5rem; }
#approvalList button { margin: 0 .25rem; padding: .125rem .5rem; }
.failed { color: light-dark(#b3261e, #ff8a80); }
`;
