/**
 * Whether an admission webhook is asked about a request, and what happens where it does not answer.
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-rules
 */
import type {
  LabelSelector,
  MutatingWebhookConfiguration,
  ValidatingWebhookConfiguration,
} from '../cluster/objects.ts';
import { requirementsOf, selectorDifference } from './labelSelector.ts';
import { objectsIn, stringsIn } from './lenient.ts';
import { type Decided, decided, type Failed, fail, type Undecided, undecided } from './verdict.ts';

export type WebhookConfiguration = ValidatingWebhookConfiguration | MutatingWebhookConfiguration;
export type Webhook = NonNullable<WebhookConfiguration['webhooks']>[number];

/** A request as admission sees it. */
export interface AdmissionRequest {
  operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  group: string;
  version: string;
  /** Other versions in which the same resource is served: a rule for one of them counts unless `matchPolicy: Exact`. */
  otherVersions?: readonly string[];
  /** Plural, such as `pods`. */
  resource: string;
  subresource?: string;
  /** Labels of the object's namespace; for a Namespace its own; undefined: any other cluster-scoped object. */
  namespaceLabels?: Readonly<Record<string, string>>;
  /** Undefined where the request has no object (a deletion); an object without labels is `{}`. */
  objectLabels?: Readonly<Record<string, string>>;
  /** Labels before an update; the object selector holds where either set meets it. */
  oldObjectLabels?: Readonly<Record<string, string>>;
}

export type WebhookVerdict = { pass: true } | Failed | Undecided;

/** A webhook that is, or may be, asked. */
export interface MatchingWebhook {
  configuration: WebhookConfiguration;
  webhook: Webhook;
  /** Such as `webhooks[policy.example.com]`. */
  path: string;
  /** False where CEL `matchConditions` may still spare the request. */
  certain: boolean;
  /** `Fail` (the default): where the webhook does not answer, the request is refused. */
  failurePolicy: 'Fail' | 'Ignore';
  timeoutSeconds: number;
  /** Who answers: a Service in the cluster or a URL. */
  service: { namespace: string; name: string; port: number } | undefined;
  url: string | undefined;
}

/** The webhooks that a request goes to, in the order given. */
export function matchingWebhooks(
  configurations: readonly WebhookConfiguration[],
  request: AdmissionRequest,
): MatchingWebhook[] {
  return configurations.flatMap((configuration) =>
    webhooksOf(configuration).flatMap((webhook) => {
      const verdict = webhookVerdict(configuration, webhook, request);
      return verdict.pass === false ? [] : [described(configuration, webhook, verdict.pass === true)];
    }),
  );
}

/** The webhooks of a configuration. */
export function webhooksOf(configuration: WebhookConfiguration): Webhook[] {
  const webhooks: readonly Webhook[] = configuration.webhooks ?? [];
  return objectsIn(webhooks);
}

function described(configuration: WebhookConfiguration, webhook: Webhook, certain: boolean): MatchingWebhook {
  const { service, url } = webhook.clientConfig ?? {};
  return {
    configuration,
    webhook,
    path: `webhooks[${webhook.name}]`,
    certain,
    failurePolicy: webhook.failurePolicy === 'Ignore' ? 'Ignore' : 'Fail',
    timeoutSeconds: webhook.timeoutSeconds ?? 10,
    service: service ? { namespace: service.namespace, name: service.name, port: service.port ?? 443 } : undefined,
    url,
  };
}

/**
 * Passes where the webhook is asked. Reasons: `WebhookRulesDiffer`, `WebhookNamespaceSelector`, `WebhookObjectSelector` (by
 * the conditions that spare the request), `WebhookExempt` (webhook configurations themselves); undecided
 * `WebhookMatchConditions`.
 */
export function webhookVerdict(
  configuration: WebhookConfiguration,
  webhook: Webhook,
  request: AdmissionRequest,
): WebhookVerdict {
  const path = `webhooks[${webhook.name}]`;
  const field = (name: string, value: unknown): Decided => decided(configuration, `${path}.${name}`, value);
  if (EXEMPT.test(`${request.group}/${request.resource}`)) {
    return fail(
      'WebhookExempt',
      'webhooks are not asked about the configuration of admission',
      field('rules', webhook.rules),
    );
  }
  if (!objectsIn(webhook.rules).some((rule) => ruleFits(rule, request, webhook.matchPolicy !== 'Exact'))) {
    return fail('WebhookRulesDiffer', 'no rule names this request', field('rules', webhook.rules));
  }
  const spared = selectorSpares(webhook.namespaceSelector, [request.namespaceLabels]);
  if (spared)
    return fail('WebhookNamespaceSelector', 'the namespace is not selected', field('namespaceSelector', spared));
  const other = selectorSpares(webhook.objectSelector, [request.objectLabels, request.oldObjectLabels]);
  if (other) return fail('WebhookObjectSelector', 'the object is not selected', field('objectSelector', other));
  if (objectsIn(webhook.matchConditions).length === 0) return { pass: true };
  const conditions = field('matchConditions', webhook.matchConditions);
  return undecided('WebhookMatchConditions', 'expressions may spare the request', conditions);
}

const EXEMPT =
  /^admissionregistration\.k8s\.io\/(validating|mutating)(webhookconfigurations|admissionpolic(ies|ybindings))$/;

/** The selector where none of the label sets that exist meets it; undefined labels (a cluster-scoped object) are never spared. */
function selectorSpares(
  selector: LabelSelector | undefined,
  labelSets: readonly (Readonly<Record<string, string>> | undefined)[],
): LabelSelector | undefined {
  const known = labelSets.filter((labels) => labels !== undefined);
  if (!selector || known.length === 0) return undefined;
  const requirements = requirementsOf(selector);
  return known.some((labels) => selectorDifference(requirements, labels).length === 0) ? undefined : selector;
}

type Rule = NonNullable<Webhook['rules']>[number];

function ruleFits(rule: Rule, request: AdmissionRequest, equivalent: boolean): boolean {
  const versions = equivalent ? [request.version, ...(request.otherVersions ?? [])] : [request.version];
  return (
    listed(rule.operations, [request.operation]) &&
    listed(rule.apiGroups, [request.group]) &&
    listed(rule.apiVersions, versions) &&
    resourceFits(stringsIn(rule.resources), request) &&
    scopeFits(rule.scope ?? '*', request)
  );
}

function listed(list: unknown, wanted: readonly string[]): boolean {
  const values = stringsIn(list);
  return values.includes('*') || wanted.some((one) => values.includes(one));
}

// `*` is every resource without its subresources; a star after the slash is every subresource and the resource itself.
function resourceFits(patterns: readonly string[], { resource, subresource = '' }: AdmissionRequest): boolean {
  return patterns.some((pattern) => {
    const [wanted = '', sub = ''] = pattern.split('/', 2);
    return (wanted === '*' || wanted === resource) && (sub === '*' || sub === subresource);
  });
}

function scopeFits(scope: string, { resource, group, namespaceLabels }: AdmissionRequest): boolean {
  const isNamespace = resource === 'namespaces' && group === '';
  const namespaced = namespaceLabels !== undefined && !isNamespace;
  return scope === '*' || (scope === 'Namespaced') === namespaced;
}
