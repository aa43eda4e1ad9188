/** Commands that never run, and why. */
import { type Group, refuse } from './command.ts';

const STREAM = 'it opens a connection into a container, a node or the API server that nobody reads over here.';

export const NEVER: Group['commands'] = {
  edit: refuse('it opens an editor; use patch, set, scale or label.'),
  attach: refuse(STREAM),
  exec: refuse(STREAM),
  'port-forward': refuse(STREAM),
  proxy: refuse(STREAM),
  cp: refuse('it copies files into or out of a container.'),
  debug: refuse(STREAM),
  diff: refuse('it reads files and starts another program.'),
  kustomize: refuse('it reads files.'),
  kuberc: refuse('it changes the preferences of kubectl.'),
  plugin: refuse('plug-ins are programs of their own; none is run or listed.'),
  alpha: refuse('it holds commands that still change from release to release.'),
};
