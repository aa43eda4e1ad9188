/** Whether a pod's traffic passes a mesh proxy. Source: Istio's injection template and its ambient redirection. */
import type { Pod } from '../../cluster/objects.ts';
import { objectsIn } from '../lenient.ts';

/** The name that the injector gives the proxy, as a container or (native sidecar) as an init container. */
export const PROXY_CONTAINER = 'istio-proxy';

export function isInMesh({ metadata, spec }: Pod): boolean {
  const containers = [...objectsIn(spec?.containers), ...objectsIn(spec?.initContainers)];
  return (
    containers.some(({ name }) => name === PROXY_CONTAINER) ||
    metadata.annotations?.['ambient.istio.io/redirection'] === 'enabled'
  );
}
