import { describe, expect, test } from 'vitest';
import { rewriteOf } from '../../src/semantics/corefile.ts';

const COREFILE = `.:53 {
    errors
    rewrite name pay.partner.example pay-proxy.egress.svc.cluster.local
    rewrite name suffix .corp.example .corp.svc.cluster.local
    rewrite stop {
        name prefix old- new-
        answer name new-(.*) old-{1}
    }
    rewrite name substring schwarz weiss
    rewrite name regex (.*)\\.x\\.example {1}.y.example
    kubernetes cluster.local
    forward . /etc/resolv.conf
}`;

describe('the rewrite rule that applies to a name', () => {
  test.each([
    ['pay.partner.example', 'pay-proxy.egress.svc.cluster.local'],
    ['PAY.partner.example.', 'pay-proxy.egress.svc.cluster.local'],
    ['crm.corp.example', 'crm.corp.svc.cluster.local'],
    ['old-shop.shop.svc.cluster.local', 'new-shop.shop.svc.cluster.local'],
    ['a-schwarz-b', 'a-weiss-b'],
  ])('%s is looked up as %s', (asked, to) => {
    expect(rewriteOf(COREFILE, asked)?.to).toBe(to);
  });

  test.each(['partner.example', 'api.pay.partner.example', 'a.x.example', ''])('%s is left as it is', (asked) => {
    expect(rewriteOf(COREFILE, asked)).toBeUndefined();
  });

  test('is quoted as it is written', () => {
    expect(rewriteOf(COREFILE, 'pay.partner.example')?.line).toBe(
      'rewrite name pay.partner.example pay-proxy.egress.svc.cluster.local',
    );
  });
});
