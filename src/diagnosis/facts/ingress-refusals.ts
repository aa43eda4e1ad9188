/** Requests that an NGINX ingress controller itself refuses, so that the application never hears of them: bodies over its limit. */
import type { Ingress, Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { ingressRoutes } from '../../semantics/ingressRoute.ts';
import { logEvidence, specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { podsOf } from '../objects/workloads.ts';
import { EVERYWHERE, type State } from '../state.ts';
import { OPERATOR_KINDS, operators, startText } from '../walk/operator.ts';

const NEEDS = [...OPERATOR_KINDS, 'ingresses'] as const;
type RefusalState = State<(typeof NEEDS)[number]>;

/** Controllers' logs are long and rarely the reason: they are read where a question speaks of what they refuse. */
const ASKED =
  /upload|too large|\b413\b|body|payload|attachment|photo|image|picture|file|big|large|size|上传|附件|图片|照片|文件|过大|太大|请求体/;
/** The upstream in brackets is `namespace-service-port`. Source: the default `log-format-upstream` of ingress-nginx. */
const ACCESS = /"[A-Z]+ [^"]*" 413 .*?\[(?<upstream>[a-z0-9-]+)\]/;
const ERROR = /client intended to send too large body: (?<bytes>\d+) bytes.*?host: "(?<host>[^"]+)"/;
const ANNOTATION = 'nginx.ingress.kubernetes.io/proxy-body-size';
/** A single one may be anybody's mistake. */
const ENOUGH = 2;

export default defineFact({
  id: 'ingress-refusals',
  needs: NEEDS,
  find(state) {
    if (!ASKED.test(state.focus.text)) return [];
    const hits = controllerPods(state).flatMap((pod) =>
      loggingContainers(pod).flatMap((container) =>
        (logRecords(state, pod, container, { priority: 1 }) ?? []).flatMap((record) => {
          const ingress = refusedFor(record, state);
          return ingress === undefined ? [] : [{ ingress, pod, container, record }];
        }),
      ),
    );
    const groups = Map.groupBy(hits, ({ ingress }) => `${ingress.metadata.namespace}/${ingress.metadata.name}`);
    return [...groups.values()].filter((group) => group.length >= ENOUGH).flatMap((group) => findingOf(group));
  },
});

interface Hit {
  ingress: Ingress;
  pod: Pod;
  container: string;
  record: LogRecord;
}

function controllerPods(state: RefusalState): Pod[] {
  return operators(state)
    .filter((one) => /ingress-nginx|nginx-ingress/.test(startText(one)))
    .flatMap((one) => podsOf(refOf(one), state))
    .slice(0, 3);
}

function refusedFor({ text }: LogRecord, state: RefusalState): Ingress | undefined {
  const { upstream, host } = { ...ACCESS.exec(text)?.groups, ...ERROR.exec(text)?.groups };
  if (upstream === undefined && host === undefined) return undefined;
  return state.list('ingresses', EVERYWHERE).find((ingress) =>
    ingressRoutes(ingress).some((route) => {
      if (host !== undefined) return route.host === host;
      const { name, port } = route.backend.service ?? {};
      return upstream === `${ingress.metadata.namespace}-${name}-${port?.number ?? port?.name}`;
    }),
  );
}

function findingOf(group: readonly Hit[]): Finding[] {
  const last = group.at(-1);
  if (last === undefined) return [];
  const { ingress, pod, container, record } = last;
  const limit = ingress.metadata.annotations?.[ANNOTATION];
  const at = record.at === undefined ? undefined : new Date(record.at).toISOString();
  const first = group[0]?.record.at;
  return [
    {
      code: 'RequestBodyTooLarge',
      subject: refOf(ingress),
      confidence: 'likely',
      params: { count: group.length, limit: limit ?? '1m', annotation: ANNOTATION, set: limit },
      evidence: [
        logEvidence(pod, container, record.raw, at),
        ...(limit === undefined ? [] : [specEvidence(ingress, `metadata.annotations[${ANNOTATION}]`, limit)]),
      ],
      since: first === undefined ? undefined : new Date(first).toISOString(),
      affects: ingressRoutes(ingress).flatMap(({ backend }) =>
        backend.service?.name === undefined
          ? []
          : [
              {
                ref: {
                  apiVersion: 'v1',
                  kind: 'Service',
                  namespace: ingress.metadata.namespace,
                  name: backend.service.name,
                },
                relation: 'routedBy' as const,
              },
            ],
      ),
    },
  ];
}
