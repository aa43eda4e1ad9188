import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { postgres, program, tell, voices } from '../kit.ts';

export default scene({
  id: 'calm-analyst-writes-to-replica',
  family: 'healthy',
  on: 'openshift',
  now: '2026-03-04T15:10:00Z',
  hops: 0,
  question:
    'grafana alert: postgres ERROR rate > 0 on crm-pg-1 ("cannot execute ... in a read-only transaction", "canceling statement due to user request"). failover needed?',
  scope: 'crm',
  not: [one('StatefulSet', 'crm/crm-pg'), one('Pod', 'crm/crm-pg-*'), one('Deployment', 'crm/crm-api')],
  play: (f) => {
    postgres(f, 'crm/crm-pg', { n: 2, tone: 'golog' });
    voices.set('crm/postgres', 'pgapp');
    program(f, 'uvicorn', { ns: 'crm', name: 'crm-api', n: 2, env: { PGHOST: 'crm-pg-0.crm-pg' } });
    const analyst = {
      by: '[30112] m.weber@crm app=DBeaver 25.1.4 - SQLEditor',
      pods: (_p: unknown, i: number) => i === 1,
    };
    tell(
      f,
      'crm/crm-pg',
      'cannot execute CREATE TABLE in a read-only transaction\nSTATEMENT:  create table tmp_mw as select * from accounts',
      { ...analyst, from: 38 },
    );
    tell(
      f,
      'crm/crm-pg',
      'cannot execute INSERT in a read-only transaction\nSTATEMENT:  insert into tmp_mw select * from accounts',
      { ...analyst, from: 36.5 },
    );
    tell(
      f,
      'crm/crm-pg',
      'canceling statement due to user request\nSTATEMENT:  select * from activities order by payload',
      { ...analyst, from: 29 },
    );
    tell(f, 'crm/crm-api', '10.128.2.{o}:0 - "POST /api/activities HTTP/1.1" 201 Created', {
      level: 'info',
      from: 46,
      every: 60,
    });
  },
});
