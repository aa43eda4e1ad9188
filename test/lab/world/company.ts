import type { Style } from '../logs/entry.ts';
import type { App } from './app.ts';

export type CompanyName =
  | 'grocer'
  | 'bank'
  | 'clinic'
  | 'railway'
  | 'studio'
  | 'school'
  | 'factory'
  | 'travel'
  | 'telco'
  | 'museum';

type Line = [ns: string, name: string, style: Style, replicas: number, more?: Partial<App>];

/** Healthy neighbours: each company has other names, languages and habits. */
const COMPANIES: Record<CompanyName, Line[]> = {
  grocer: [
    [
      'loyalty',
      'points-api',
      'logback',
      2,
      {
        pdb: { minAvailable: 1 },
        configMap: { POINTS_PER_EURO: '4', EXPIRY_DAYS: '365' },
        envFrom: [{ configMap: 'points-api-config' }],
      },
    ],
    ['loyalty', 'coupon-mailer', 'pino', 1, { service: false, probe: '' }],
    [
      'loyalty',
      'points-db',
      'postgres',
      1,
      {
        kind: 'StatefulSet',
        image: 'postgres:17.2',
        port: 5432,
        probe: 'tcp',
        claim: { size: '20Gi', mount: '/var/lib/postgresql/data' },
      },
    ],
    ['stores', 'shelf-labels', 'dotnet', 2, { hpa: { min: 2, max: 5, cpu: 70 } }],
    ['stores', 'opening-hours', 'uvicorn', 1, { ingress: { host: 'stores.grocer.example' } }],
  ],
  bank: [
    ['cards', 'card-issuer', 'logback', 3, { pdb: { maxUnavailable: 1 } }],
    ['cards', 'pin-vault', 'rust', 2, { secret: { SEAL: 'x' }, keys: { SEAL: 'secret:pin-vault-secret:SEAL' } }],
    ['cards', 'limits', 'zap', 2, { hpa: { min: 2, max: 6, cpu: 60 } }],
    [
      'fraud',
      'score',
      'python',
      2,
      { configMap: { MODEL: 'gbm-2025-11', THRESHOLD: '0.83' }, envFrom: [{ configMap: 'score-config' }] },
    ],
    ['fraud', 'case-desk', 'dotnet', 1, { ingress: { host: 'cases.bank.example', path: '/desk' } }],
  ],
  clinic: [
    ['wards', 'bed-board', 'pino', 2, { ingress: { host: 'beds.clinic.example' } }],
    ['wards', 'vitals-ingest', 'zap', 3, { hpa: { min: 3, max: 8, cpu: 65 } }],
    [
      'wards',
      'vitals-cache',
      'redis',
      1,
      {
        kind: 'StatefulSet',
        image: 'redis:8.2-alpine',
        port: 6379,
        probe: 'tcp',
        claim: { size: '5Gi', mount: '/data' },
      },
    ],
    ['labs', 'specimen-track', 'ruby', 2, { pdb: { minAvailable: 1 } }],
    ['labs', 'result-fax', 'php', 1, { service: false, probe: '' }],
  ],
  railway: [
    [
      'timetable',
      'departures',
      'rust',
      3,
      { hpa: { min: 3, max: 9, cpu: 70 }, ingress: { host: 'board.rail.example' } },
    ],
    [
      'timetable',
      'delay-feed',
      'zap',
      2,
      { configMap: { FEED: 'tcp', LOOKBACK: '90m' }, envFrom: [{ configMap: 'delay-feed-config' }] },
    ],
    ['ticketing', 'fare-rules', 'logback', 2, { pdb: { maxUnavailable: 1 } }],
    ['ticketing', 'seat-map', 'pino', 2],
    [
      'ticketing',
      'seat-db',
      'mysql',
      1,
      {
        kind: 'StatefulSet',
        image: 'mysql:8.4.3',
        port: 3306,
        probe: 'tcp',
        claim: { size: '40Gi', mount: '/var/lib/mysql' },
      },
    ],
  ],
  studio: [
    [
      'render',
      'frame-queue',
      'rabbit',
      1,
      {
        kind: 'StatefulSet',
        image: 'rabbitmq:4.1-management',
        port: 5672,
        probe: 'tcp',
        claim: { size: '10Gi', mount: '/var/lib/rabbitmq' },
      },
    ],
    ['render', 'preview-gen', 'python', 2],
    ['render', 'asset-index', 'zap', 2, { pdb: { minAvailable: 1 } }],
    ['backoffice', 'timesheet', 'dotnet', 1, { ingress: { host: 'time.studio.example' } }],
    ['backoffice', 'payroll-export', 'logback', 1, { service: false, probe: '' }],
  ],
  school: [
    ['campus', 'course-list', 'php', 2, { ingress: { host: 'courses.school.example' } }],
    [
      'campus',
      'room-booking',
      'ruby',
      2,
      { configMap: { TERM: '2026-1', SLOT_MIN: '45' }, envFrom: [{ configMap: 'room-booking-config' }] },
    ],
    [
      'campus',
      'campus-db',
      'postgres',
      1,
      {
        kind: 'StatefulSet',
        image: 'postgres:16.6',
        port: 5432,
        probe: 'tcp',
        claim: { size: '30Gi', mount: '/var/lib/postgresql/data' },
      },
    ],
    ['exams', 'grader', 'uvicorn', 2, { hpa: { min: 2, max: 4, cpu: 75 } }],
    ['exams', 'proctor-feed', 'pino', 1],
  ],
  factory: [
    ['line-a', 'plc-bridge', 'zap', 2, { pdb: { minAvailable: 1 } }],
    ['line-a', 'torque-store', 'logback', 2],
    [
      'line-a',
      'line-bus',
      'kafka',
      1,
      {
        kind: 'StatefulSet',
        image: 'apache/kafka:4.1.0',
        port: 9092,
        probe: 'tcp',
        claim: { size: '50Gi', mount: '/var/lib/kafka' },
      },
    ],
    ['quality', 'defect-vision', 'python', 2, { hpa: { min: 2, max: 4, cpu: 80 } }],
    [
      'quality',
      'audit-viewer',
      'nginx',
      1,
      { ingress: { host: 'audit.factory.example' }, image: 'audit-viewer:4.2.0' },
    ],
  ],
  travel: [
    ['flights', 'fare-search', 'logback', 3, { hpa: { min: 3, max: 12, cpu: 65 } }],
    ['flights', 'seat-hold', 'rust', 2, { pdb: { maxUnavailable: 1 } }],
    [
      'flights',
      'fare-cache',
      'redis',
      1,
      {
        kind: 'StatefulSet',
        image: 'redis:7.4-alpine',
        port: 6379,
        probe: 'tcp',
        claim: { size: '8Gi', mount: '/data' },
      },
    ],
    ['hotels', 'room-rates', 'uvicorn', 2],
    [
      'hotels',
      'partner-sync',
      'logrus',
      1,
      {
        service: false,
        probe: '',
        configMap: { PARTNERS: '41', WINDOW: '15m' },
        envFrom: [{ configMap: 'partner-sync-config' }],
      },
    ],
  ],
  telco: [
    ['subscriber', 'plan-catalog', 'zap', 2, { ingress: { host: 'plans.telco.example' } }],
    ['subscriber', 'sim-registry', 'logback', 2, { pdb: { minAvailable: 1 } }],
    ['subscriber', 'usage-meter', 'rust', 3, { hpa: { min: 3, max: 6, cpu: 70 } }],
    ['noc', 'alarm-wall', 'pino', 1],
    ['noc', 'trap-collector', 'logrus', 2, { service: false, probe: '' }],
  ],
  museum: [
    ['visit', 'ticket-desk', 'dotnet', 2, { ingress: { host: 'tickets.museum.example' } }],
    ['visit', 'audio-guide', 'pino', 2],
    [
      'visit',
      'crowd-count',
      'python',
      1,
      { configMap: { ZONES: '12', SMOOTHING: '0.4' }, envFrom: [{ configMap: 'crowd-count-config' }] },
    ],
    ['archive', 'scan-store', 'zap', 2, { pdb: { minAvailable: 1 } }],
    [
      'archive',
      'catalog-db',
      'postgres',
      1,
      {
        kind: 'StatefulSet',
        image: 'postgres:15.10',
        port: 5432,
        probe: 'tcp',
        claim: { size: '60Gi', mount: '/var/lib/postgresql/data' },
      },
    ],
  ],
};

/** The healthy workloads of a company. */
export const neighbours = (company: CompanyName): App[] =>
  COMPANIES[company].map(([ns, name, style, replicas, more]) => ({ ns, name, style, replicas, ...more }));
