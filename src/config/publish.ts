/** The published JSON Schemas: of a diagnosis and of the configuration file. */
import * as z from 'zod';
import { DiagnosisResult } from '../diagnosis/result.ts';
import { Config } from './schema.ts';

/** The text of each file in `config/schema`, by its name. */
export function publishedSchemas(): Record<string, string> {
  return {
    'diagnosis.schema.json': publish(DiagnosisResult, 'output', 'Diagnosis of a Kubernetes cluster'),
    'config.schema.json': publish(Config, 'input', 'Configuration of aiops-copilot'),
  };
}

function publish(schema: z.ZodType, io: 'input' | 'output', title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
