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
<details id="steps" open hidden><summary data-text="steps"></summary><ol id="stepList"></ol></details>
<article id="answer" aria-live="polite"></article>
<section id="waiting" hidden><h2 data-text="approvals"></h2><ul id="approvalList"></ul></section>
<p><button id="showApprovals" type="button" data-text="showApprovals"></button></p>
</main>
</body>
</html>
`;

export const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 0 1rem 3rem; }
header { display: flex; align-items: center; justify-content: space-between; }
h1 { font-size: 1.25rem; }
textarea { box-sizing: border-box; width: 100%; font: inherit; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; margin: .5rem 0; align-items: center; }
button, input { font: inherit; }
#stepList { color: GrayText; font-size: .875rem; max-height: 16rem; overflow: auto; }
pre, code { font-family: ui-monospace, monospace; font-size: .875rem; }
pre { border: 1px solid GrayText; border-radius: 4px; overflow: auto; padding: .5rem; }
blockquote { border-left: 3px solid GrayText; margin: .25rem 0; padding-left: .75rem; overflow-wrap: anywhere; }
.failed { color: #c33; }
#answer p { margin: .25rem 0; overflow-wrap: anywhere; }
`;
