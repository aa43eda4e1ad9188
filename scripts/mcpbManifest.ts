/** What an MCP bundle says of itself (manifest version 0.3). */

/** The manifest of a version. Tools, prompts and resources are not listed: the running server tells them. */
export function manifestOf(version: string): object {
  return {
    manifest_version: '0.3',
    name: 'aiops-copilot',
    display_name: 'Kubernetes AIOps Copilot',
    version,
    description: 'Finds the root cause of Kubernetes problems, with evidence, in the cluster of your kubeconfig.',
    author: { name: 'Kubernetes AIOps Copilot contributors' },
    license: 'Apache-2.0',
    server: {
      type: 'node',
      entry_point: 'dist/main.js',
      mcp_config: {
        command: 'node',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the client fills it in
        args: ['${__dirname}/dist/main.js', 'mcp'],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the client fills it in
        env: { KUBECONFIG: '${user_config.kubeconfig}' },
      },
    },
    tools_generated: true,
    prompts_generated: true,
    compatibility: { platforms: ['darwin', 'linux', 'win32'], runtimes: { node: '>=22.19.0' } },
    user_config: {
      kubeconfig: {
        type: 'file',
        title: 'kubeconfig',
        description: 'Which cluster is read, and as whom',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the client fills it in
        default: '${HOME}/.kube/config',
        required: false,
      },
    },
  };
}
