/** `kubectl create …`. */
import { CHANGE, create, FILES, type Group, make, PRINT, refuse } from './command.ts';

const SECRET = 'append-hash! from-literal type from-file from-env-file';
const SERVICE = 'tcp clusterip node-port external-name';

export const CREATE: Group = {
  own: make('write', 'objects', PRINT, FILES, CHANGE, 'edit! raw selector/l windows-line-endings!'),
  commands: {
    clusterrole: create('clusterroles', 'aggregation-rule non-resource-url resource resource-name verb', true),
    clusterrolebinding: create('clusterrolebindings', 'clusterrole group serviceaccount user', true),
    configmap: create('configmaps', 'append-hash! from-env-file from-file from-literal'),
    cronjob: create('cronjobs', 'image restart schedule'),
    deployment: create('deployments', 'image port replicas/r'),
    ingress: create('ingresses', 'annotation class default-backend rule'),
    job: create('jobs', 'from image'),
    namespace: create('namespaces', '', true),
    poddisruptionbudget: create('poddisruptionbudgets', 'max-unavailable min-available selector'),
    priorityclass: create('priorityclasses', 'description global-default! preemption-policy value', true),
    quota: create('resourcequotas', 'hard scopes'),
    role: create('roles', 'resource resource-name verb'),
    rolebinding: create('rolebindings', 'clusterrole role group serviceaccount user'),
    secret: {
      commands: {
        generic: create('secrets', SECRET),
        tls: create('secrets', 'append-hash! cert key'),
        'docker-registry': create(
          'secrets',
          'append-hash! docker-email docker-password docker-server docker-username from-file',
        ),
      },
    },
    service: {
      commands: {
        clusterip: create('services', SERVICE),
        externalname: create('services', SERVICE),
        loadbalancer: create('services', SERVICE),
        nodeport: create('services', SERVICE),
      },
    },
    serviceaccount: create('serviceaccounts', ''),
    token: refuse('it makes a credential.'),
  },
};
