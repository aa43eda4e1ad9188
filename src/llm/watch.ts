/** Watches the bytes of one response: a model may think for minutes, but an endpoint that sends nothing at all is dead. */

export interface Watch {
  signal: AbortSignal;
  /** `fetch`, with every byte noticed; a plain JSON answer comes out as a stream of one piece. */
  fetch: typeof fetch;
  /** Whether the signal fired for want of bytes. */
  silent: () => boolean;
  end: () => void;
}

/** Keep-alive comments count: they say that the request still waits its turn. */
export function watchBytes(outer: AbortSignal, timeoutMs: number): Watch {
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(new Error('The endpoint is silent.')), timeoutMs);
  const watched = async (input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> => {
    const response = await fetch(input, init);
    timer.refresh();
    if (response.body === null) return response;
    const noticed = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          timer.refresh();
          controller.enqueue(chunk);
        },
      }),
    );
    const again = new Response(noticed, { status: response.status, headers: response.headers });
    return isPlainJson(response) ? asStream(await again.text(), response.headers) : again;
  };
  return {
    signal: AbortSignal.any([outer, idle.signal]),
    fetch: watched,
    silent: () => idle.signal.aborted,
    end: () => clearTimeout(timer),
  };
}

const isPlainJson = ({ ok, headers }: Response): boolean =>
  ok && /^application\/json\b/.test(headers.get('content-type') ?? '');

/** Some endpoints do not stream, whatever they are asked for. */
function asStream(text: string, headers: Headers): Response {
  const piece = text.replace(/"message"\s*:/, '"delta":').replace(/\s*\n\s*/g, ' ');
  const sent = new Headers(headers);
  sent.set('content-type', 'text/event-stream');
  sent.delete('content-length');
  sent.delete('content-encoding');
  return new Response(`data: ${piece}\n\ndata: [DONE]\n\n`, { headers: sent });
}
