import { incident } from '../incident.ts';

export default incident({
  id: 'quota-after-restart',
  family: 'demo',
  mode: 'living',
  platform: 'aks',
  company: 'school',
  now: '2026-04-14T07:32:00Z',
  onset: 38,
  question: 'students cannot open the timetable since this morning, the page says "temporarily unavailable"',
  scope: { namespace: 'timetable' },
  rootCauses: [
    {
      subjects: [
        { kind: 'ResourceQuota', namespace: 'timetable', name: 'team-budget' },
        { kind: 'Deployment', namespace: 'timetable', name: 'slot-api' },
        { kind: 'ReplicaSet', namespace: 'timetable', name: 'slot-api-*' },
      ],
      says: [
        ['quota', '配额'],
        ['exceeded', 'forbidden', 'limited', 'used', '超', '不足'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'timetable', name: 'timetable-web' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'timetable', name: 'timetable-web' },
    { kind: 'Deployment', namespace: 'timetable', name: 'ical-export' },
  ],
  hops: 3,
  apps: [
    {
      ns: 'timetable',
      name: 'slot-api',
      style: 'uvicorn',
      replicas: 2,
      resources: ['500m', '512Mi'],
      image: 'slot-api:3.3.1',
    },
    {
      ns: 'timetable',
      name: 'timetable-web',
      style: 'php',
      replicas: 2,
      env: { SLOT_API: 'http://slot-api' },
      ingress: { host: 'timetable.school.example' },
    },
    { ns: 'timetable', name: 'ical-export', style: 'ruby', replicas: 2, resources: ['200m', '256Mi'] },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          metadata: { name: 'team-budget', namespace: 'timetable' },
          spec: { hard: { 'requests.memory': '1Gi', 'requests.cpu': '2', pods: '20' } },
        },
      ],
    },
    { wait: 3 },
    { scale: 'deployment/slot-api', in: 'timetable', to: 0 },
    { wait: 2 },
    { scale: 'deployment/ical-export', in: 'timetable', to: 3 },
    { wait: 4 },
    { scale: 'deployment/slot-api', in: 'timetable', to: 2 },
  ],
  settle: 25,
  logs: [
    {
      app: 'timetable/timetable-web',
      say: 'Illuminate\\Http\\Client\\ConnectionException: cURL error 7: Failed to connect to slot-api port 80 after 2 ms: Connection refused for http://slot-api/v2/slots',
      every: 55,
      from: 30,
    },
  ],
});
