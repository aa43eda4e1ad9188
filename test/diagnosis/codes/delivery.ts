/** Codes of certificates, deliveries and what operators report. Messages are those of cert-manager, Argo CD, KEDA and OpenShift. */
import type { Row } from './row.ts';

const AT = '2026-11-24T10:00:00Z';

const certificate = `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: web, namespace: shop}
spec: {secretName: web-tls, dnsNames: [web.acme.io], issuerRef: {kind: Issuer, name: acme}}
status: {conditions: [{type: Ready, status: "False", reason: DoesNotExist, message: Issuing certificate as Secret does not exist, lastTransitionTime: "${AT}"}]}
---`;
const request = (conditions: string): string => `${certificate}
apiVersion: cert-manager.io/v1
kind: CertificateRequest
metadata: {name: web-1, namespace: shop, annotations: {cert-manager.io/certificate-name: web}, creationTimestamp: "${AT}"}
spec: {issuerRef: {kind: Issuer, name: acme}}
status: {conditions: [${conditions}]}
---`;
const PENDING = `{type: Ready, status: "False", reason: Pending, message: 'Waiting on certificate issuance from order shop/web-1-77: "pending"', lastTransitionTime: "${AT}"}`;
const DENIED = `{type: Denied, status: "True", reason: policy.cert-manager.io, message: "No policy approved this request", lastTransitionTime: "${AT}"}, {type: Ready, status: "False", reason: Denied, message: The CertificateRequest was denied by an approval controller, lastTransitionTime: "${AT}"}`;

const issuer = (ready: string, reason: string, message: string): string => `
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: {name: acme, namespace: shop}
spec: {acme: {server: "https://acme.example"}}
status: {conditions: [{type: Ready, status: "${ready}", reason: ${reason}, message: "${message}", lastTransitionTime: "${AT}"}]}
---`;
const REGISTERED = issuer('True', 'ACMEAccountRegistered', 'The ACME account was registered with the ACME server');

const application = (sync: string, health: string, phase: string): string => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: maps, namespace: argocd}
spec: {destination: {namespace: maps}}
status:
  sync: {status: ${sync}, revision: 51c0aa9e}
  health: {status: ${health}}
  operationState: {phase: ${phase}, message: successfully synced (all tasks run), finishedAt: "${AT}"}
---`;

const route = (admitted: string): string => `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {clusterIP: 10.96.0.9, ports: [{port: 80}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
addressType: IPv4
ports: [{port: 80}]
endpoints: [{addresses: [10.1.0.4], conditions: {ready: true}}]
---
apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: web, namespace: shop}
spec: {host: web.apps.acme.io, to: {kind: Service, name: web}}
status: {ingress: [{host: web.apps.acme.io, routerName: default, conditions: [${admitted}]}]}
---`;

const operator = (...conditions: string[]): string => `
apiVersion: config.openshift.io/v1
kind: ClusterOperator
metadata: {name: authentication}
status: {conditions: [${conditions.join(', ')}]}
---`;
const state = (type: string, status: string, reason: string, message: string): string =>
  `{type: ${type}, status: "${status}", reason: ${reason}, message: "${message}", lastTransitionTime: "${AT}"}`;
const AVAILABLE = state('Available', 'True', 'AsExpected', 'All is well');

const paused = (annotation: string): string => `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: consumer, namespace: shop, annotations: {${annotation}}}
spec: {scaleTargetRef: {name: consumer}}
---`;

const scaled = (ready: string, reason: string, message: string): string => `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: web, namespace: shop}
spec: {scaleTargetRef: {name: web}}
status: {conditions: [${state('Ready', ready, reason, message)}, ${state('Active', 'False', 'ScalerNotActive', 'Scaling is not performed because triggers are not active')}]}
---`;

export const DELIVERY: readonly Row[] = [
  {
    code: 'CertificateRequestFailed',
    subject: 'CertificateRequest web-1',
    fires: request(DENIED) + REGISTERED,
    unlike: request(PENDING) + REGISTERED,
  },
  {
    code: 'IssuerNotReady',
    subject: 'Issuer acme',
    fires:
      request(PENDING) +
      issuer(
        'False',
        'ErrRegisterACMEAccount',
        'Failed to register ACME account: 403 urn:ietf:params:acme:error:unauthorized: An account with the provided public key exists but is deactivated',
      ),
    unlike: request(PENDING) + REGISTERED,
  },
  {
    code: 'ArgoUnhealthy',
    subject: 'Application maps',
    fires: application('Synced', 'Degraded', 'Succeeded'),
    unlike: application('Synced', 'Progressing', 'Succeeded'),
  },
  {
    code: 'RouteNotServed',
    subject: 'Route web',
    fires: route(
      state('Admitted', 'False', 'HostAlreadyClaimed', 'route older already exposes web.apps.acme.io and is older'),
    ),
    unlike: route(`{type: Admitted, status: "True", lastTransitionTime: "${AT}"}`),
  },
  {
    code: 'ClusterOperatorDegraded',
    subject: 'ClusterOperator authentication',
    fires: operator(
      AVAILABLE,
      state(
        'Degraded',
        'True',
        'OAuthServerRouteEndpointAccessibleController_SyncError',
        'OAuthServerRouteEndpointAccessibleControllerDegraded: Get https://oauth.apps.acme.io/healthz: EOF',
      ),
    ),
    unlike: operator(
      AVAILABLE,
      state('Degraded', 'False', 'AsExpected', 'All is well'),
      state(
        'Progressing',
        'True',
        'OAuthServerDeployment_NewGeneration',
        'deployment/oauth-openshift: observed generation is 8, desired generation is 9.',
      ),
    ),
  },
  {
    code: 'ControllerIsPaused',
    subject: 'ScaledObject consumer',
    fires: paused('autoscaling.keda.sh/paused: "true"'),
    unlike: paused('autoscaling.keda.sh/paused: "false"'),
  },
  {
    code: 'ResourceNotCarriedOut',
    subject: 'ScaledObject web',
    fires: scaled('False', 'ScaledObjectCheckFailed', "ScaledObject doesn't have correct scaleTargetRef specification"),
    unlike: scaled('True', 'ScaledObjectReady', 'ScaledObject is defined correctly and is ready for scaling'),
  },
];
