import { describe, expect, it } from 'vitest';
import { createClassifyKubectl } from '../../../src/policy/kubectl/classify.ts';
import { splitWords } from '../../../src/policy/kubectl/words.ts';

const classify = createClassifyKubectl({ contexts: ['blue', 'green'], namespace: () => 'usual' });

function action(line: string) {
  const split = splitWords(line);
  if ('refused' in split) throw new Error(`${line}: ${split.refused}`);
  return classify(split.words);
}

describe('what a command reaches', () => {
  it.each([
    ['get pods', 'pods', ['usual']],
    ['get po,svc -n shop', 'pods,services', ['shop']],
    ['-n shop get pods', 'pods', ['shop']],
    ['get pods -nshop', 'pods', ['shop']],
    ['get pods -n=shop', 'pods', ['shop']],
    ['get pods --namespace=shop', 'pods', ['shop']],
    ['get pods -n dev -n shop', 'pods', ['shop']],
    ['get pods -n dev -n ""', 'pods', ['usual']],
    ['get pods -A', 'pods', undefined],
    ['get pods -n shop --all-namespaces', 'pods', undefined],
    ['get pods --all_namespaces', 'pods', undefined],
    ['get pods -A=false -n shop', 'pods', ['shop']],
    ['get pods -owide -nshop', 'pods', ['shop']],
    ['get nodes -n shop', 'nodes', 'cluster'],
    ['get pods,nodes -n shop', 'pods,nodes', undefined],
    ['get deployments.apps/web -n shop', 'deployments', ['shop']],
    ['get deployments.example.com -n shop', 'deployments.example.com', ['shop']],
    ['delete widgets.example.com w -n shop', 'widgets.example.com', undefined],
    ['get ns', 'namespaces', 'cluster'],
    ['delete ns dev -- kube-system', 'namespaces', ['dev', 'kube-system']],
    ['delete namespace/kube-system', 'namespaces', ['kube-system']],
    ['create ns dev', 'namespaces', ['dev']],
    ['create clusterrolebinding b --clusterrole=admin --user=eve', 'clusterrolebindings', 'cluster'],
    ['label pods web a.b/c- x/y=z -n shop', 'pods', ['shop']],
    ['set image deploy/web app=r.example/a/b:1 -n shop', 'deployments', ['shop']],
    ['logs deploy/web -c app -n shop', 'pods', ['shop']],
    ['drain node-1', 'nodes', undefined],
    ['cordon node-1', 'nodes', 'cluster'],
    ['uncordon node-1', 'nodes', 'cluster'],
    ['taint nodes node-1 a=b:NoExecute', 'nodes', undefined],
    ['top nodes', 'nodes', 'cluster'],
    ['version', undefined, []],
    ['explain pods.spec', undefined, []],
    ['get --raw /healthz', undefined, 'cluster'],
    ['cluster-info dump', undefined, undefined],
    ['get -- secrets -n shop', 'secrets,', ['usual']],
  ])('%s', (line, kind, namespaces) => {
    const seen = action(line);
    expect([seen.kind?.split(',')[0], seen.namespaces]).toEqual([kind?.split(',')[0], namespaces]);
  });
});

describe('contexts', () => {
  it('takes a configured one', () => {
    expect(action('get pods --context blue')).toMatchObject({ effect: 'read', context: 'blue' });
    expect(action('get pods --context=blue').forbidden).toBeUndefined();
  });
  it.each(['get pods --context red', 'get pods --context=blue --context=green', '--context red get pods'])(
    'refuses %s',
    (line) => expect(action(line).forbidden).toMatch(/context/),
  );
});
