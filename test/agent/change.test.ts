/** What a question asks to be changed, by its words alone, and how a command becomes the arguments of a call. */
import { describe, expect, it } from 'vitest';
import { isAbout, waysIn, wishOf } from '../../src/agent/change.ts';
import { type ChangeForms, changeOf, focusOf } from '../../src/agent/problemTypes.ts';
import { fromCommand } from '../../src/downstream/commandForm.ts';

const CHARTS = focusOf('helm_install').change as ChangeForms;

describe('a wish', () => {
  it.each([
    ['Install Prometheus with Helm', 'do'],
    ['帮我安装 kube-prometheus-stack', 'do'],
    ['把 shop 回滚到上一版', 'do'],
    ['How do I install grafana?', 'explain'],
    ['如何用 Helm 安装 redis？', 'explain'],
    ['Why does helm install fail?', undefined],
    ['the upgrade is stuck in pending-upgrade', undefined],
    ['helm 安装失败', undefined],
    ['which charts are installed?', undefined],
    ['列出已安装的 chart', undefined],
  ])('%s', (question, wish) => {
    expect(wishOf(question)).toBe(wish);
  });
});

describe('the names of a question fill the commands', () => {
  it.each([
    [
      'install the chart shop/web from https://charts.example.com as front, version 1.2.0, with replicas=2 and image.tag=v1',
      [
        'helm repo add shop https://charts.example.com',
        'helm install front shop/web -n edge --create-namespace --version 1.2.0 --set replicas=2 --set image.tag=v1',
      ],
    ],
    [
      '安装 chart redis，仓库 https://charts.example.com/a ，版本 19.0.1',
      [
        'helm repo add redis https://charts.example.com/a',
        'helm install redis redis/redis -n edge --create-namespace --version 19.0.1',
      ],
    ],
    [
      'upgrade release front to shop/web version 2.0.0',
      ['helm upgrade front shop/web -n edge --version 2.0.0 --reuse-values'],
    ],
    ['roll back the release front to revision 3', ['helm rollback front 3 -n edge']],
    ['roll back the release front', ['helm rollback front -n edge']],
    ['卸载 release front', ['helm uninstall front -n edge']],
  ])('%s', (question, lines) => {
    expect(waysIn(question, 'edge', CHARTS)[0]).toEqual(lines);
  });

  it('whatever the question was taken for, a chart that it names is one', () => {
    expect(changeOf('general', 'install shop/web in namespace edge')).toBe(CHARTS);
    expect(changeOf('pod_crash', '在 edge 命名空间安装 shop/web')).toBe(CHARTS);
    expect(changeOf('action', 'upgrade the chart shop/web')).toBe(CHARTS);
    expect(changeOf('action', 'scale deployment/web to 3')).toBeUndefined();
    expect(changeOf('general', 'delete pod/web-1')).toBeUndefined();
  });

  it('and nothing is planned where it names too little', () => {
    expect(waysIn('install redis with helm', 'edge', CHARTS)).toEqual([]);
    expect(waysIn('install shop/web', undefined, CHARTS)).toEqual([]);
  });

  it('a runbook fits what it is about only', () => {
    const about = '# 用 Helm 安装 Prometheus、Grafana 与日志采集\n用于还没有监控的集群';
    expect(isAbout('帮我在 ops 命名空间安装监控', about, 'ops')).toBe(true);
    expect(isAbout('please install prometheus with helm', about, undefined)).toBe(true);
    expect(isAbout('用 Helm 安装 redis', about, undefined)).toBe(false);
  });
});

describe('a command as arguments', () => {
  const form = {
    words: 'helm upgrade',
    positional: ['release_name', 'chart'],
    options: { n: 'namespace', i: 'install' },
    set: 'values',
  };
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  const properties = {
    release_name: text,
    chart: text,
    namespace: text,
    version: text,
    install: flag,
    wait: flag,
    values: {},
  };
  const read = (line: string) => fromCommand(line, form, properties);

  it('takes options in every spelling, and values as the program types them', () => {
    const line = `helm upgrade -i web 'shop/web' --namespace=edge --wait=false --set a.b=1,a.c=true --set "node\\.io/x=a\\,b" --set-string d=1`;
    expect(read(line)).toEqual({
      install: true,
      release_name: 'web',
      chart: 'shop/web',
      namespace: 'edge',
      wait: false,
      values: { a: { b: 1, c: true }, 'node.io/x': 'a,b', d: '1' },
    });
  });

  it.each([
    'helm install web shop/web',
    'helm upgrade web shop/web too-many',
    'helm upgrade web shop/web --unknown x',
    'helm upgrade web shop/web -n',
    'helm upgrade web shop/web --wait=maybe',
    'helm upgrade web shop/web --set list[0]=x',
    'helm upgrade web shop/web --set a={x,y}',
    'helm upgrade web shop/web --set __proto__.polluted=1',
    'helm upgrade web shop/web -f values.yaml',
  ])('is none of this: %s', (line) => {
    expect(read(line)).toBeUndefined();
  });
});
