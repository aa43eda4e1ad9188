import { incident, workload } from '../incident.ts';
import { stale } from '../stale.ts';

const policy = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'pods-need-cost-center' },
  spec: {
    failurePolicy: 'Fail',
    matchConstraints: {
      resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
    },
    validations: [
      {
        expression: "has(object.metadata.labels) && 'cost-center' in object.metadata.labels",
        message: 'every pod needs the label cost-center',
      },
    ],
  },
};
const binding = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: 'pods-need-cost-center' },
  spec: {
    policyName: 'pods-need-cost-center',
    validationActions: ['Deny'],
    matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'checkins' } } },
  },
};
export default incident({
  id: 'admission-policy-wants-owner',
  family: 'admission',
  mode: 'living',
  platform: 'eks',
  company: 'clinic',
  now: '2026-07-02T06:18:00Z',
  onset: 28,
  question: '自助挂号机全部提示"服务不可用",checkin-api 刚滚动重启过,现在一个 pod 都没有',
  scope: { namespace: 'checkins' },
  rootCauses: [
    {
      subjects: [
        { kind: 'ValidatingAdmissionPolicy', name: 'pods-need-cost-center' },
        { kind: 'ValidatingAdmissionPolicyBinding', name: 'pods-need-cost-center' },
        ...workload('checkins', 'checkin-api'),
      ],
      says: [
        ['pods-need-cost-center', 'validatingadmissionpolicy', 'admission', 'cost-center', '准入'],
        ['denied', 'deny', 'forbidden', 'rejected', 'refused', '拒绝', '禁止'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'checkins', name: 'kiosk-bff' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'checkins', name: 'kiosk-bff' },
    { kind: 'Deployment', namespace: 'wards', name: 'bed-board' },
  ],
  hops: 2,
  apps: [
    { ns: 'checkins', name: 'kiosk-bff', style: 'pino', replicas: 2, env: { CHECKIN: 'http://checkin-api' } },
    { ns: 'checkins', name: 'checkin-api', style: 'logback', replicas: 2 },
  ],
  fault: [
    { apply: [policy, binding] },
    { wait: 3 },
    { scale: 'deployment/checkin-api', in: 'checkins', to: 0 },
    { wait: 2 },
    { scale: 'deployment/checkin-api', in: 'checkins', to: 2 },
  ],
  settle: 25,
  logs: [{ app: 'checkins/kiosk-bff', say: 'connect ECONNREFUSED http://checkin-api/v1/tickets', every: 30, from: 26 }],
  edit: (s) => stale(s, 'wards/vitals-ingest', 7),
});
