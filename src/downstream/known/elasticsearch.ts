/** The rules of servers that search Elasticsearch. */
import type { KnownServer } from './define.ts';

/** PyPI `elasticsearch-mcp-server` and its twins for older releases. `general_api_request` can do anything. */
export const ELASTICSEARCH: KnownServer = {
  name: 'elasticsearch-mcp-server',
  rules: [
    { tools: ['*'], effect: 'write' },
    {
      tools: [
        'analyze_text',
        'get_alias',
        'get_cluster_health',
        'get_cluster_stats',
        'get_data_stream',
        'get_document',
        'get_index',
        'list_aliases',
        'list_indices',
        'search_documents',
      ],
      effect: 'read',
    },
    { tools: ['get_index', 'list_indices', 'search_documents'], topics: ['logs'] },
  ],
};

/** npm `@elastic/mcp-server-elasticsearch`: it can only read. */
export const ELASTIC: KnownServer = {
  name: 'elasticsearch-mcp',
  rules: [
    { tools: ['esql', 'get_mappings', 'get_shards', 'list_indices', 'search'], effect: 'read' },
    { tools: ['esql', 'get_mappings', 'list_indices', 'search'], topics: ['logs'] },
  ],
};
