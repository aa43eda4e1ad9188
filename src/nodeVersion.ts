/** The oldest Node.js that the dependencies run on; package.json says the same under `engines`. */
export const oldestNode = '22.19.0';

/** Whether a version such as `20.11.1` is at least `oldestNode`. */
export function supportsNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = oldestNode.split('.').map(Number);
  return major > needMajor || (major === needMajor && minor >= needMinor);
}
