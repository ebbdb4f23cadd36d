import type { SynthOutput } from '../tree/output-file';
import type { DeliveryOutputs } from './delivery/strategy';
import { yamlText } from './yaml-text';

/**
 * Lists what `kubectl apply -k` and GitOps controllers apply of an output folder. What only commands can wait for, such as
 * the Job that installs Istio with its right to do so, is no part of it.
 */
export function renderKustomization(
  { files }: SynthOutput,
  installPath: string,
  { gate }: Pick<DeliveryOutputs, 'gate'>,
): string {
  const isInstallation = (path = '') => path === installPath || path.startsWith(`${installPath}/`);
  const resources = files
    .filter(({ objects }) => objects.length > 0)
    .filter(
      ({ objects }) => gate !== 'commands' || !objects.every(({ origin }) => isInstallation(origin.constructPath)),
    )
    .map(({ path }) => path);
  return yamlText({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources });
}
