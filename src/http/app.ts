/** The HTTP API: who may call, then one file a group of routes. */
import express, { type Express } from 'express';
import { approvalRoutes } from './approvals.ts';
import { askRoutes } from './ask/routes.ts';
import { authenticate } from './auth.ts';
import { diagnoseRoutes } from './diagnose.ts';
import { endEndlessBodies } from './endlessBody.ts';
import { errorHandler, HttpError } from './errors.ts';
import { guard } from './guard.ts';
import { healthRoutes } from './health.ts';
import { mcpRoutes } from './mcp.ts';
import { mcpStatusRoutes } from './mcpStatus.ts';
import { metricRoutes } from './metrics.ts';
import { pageRoutes } from './page.ts';
import type { HttpParts } from './parts.ts';
import { rateLimit } from './rate.ts';
import { runbookRoutes } from './runbooks.ts';
import { runRoutes } from './runs.ts';
import { toolRoutes } from './tools.ts';

const NOTHING_HERE =
  'There is nothing here; there are /, /ask, /q/{question}, /diagnose, /tools, /runbooks, /approvals, /runs, /metrics, /mcp, /sse, /health, /healthz and /readyz.';

/** Makes the application; it does not listen. */
export function createHttpApp(parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  app.use((_, response, next) => {
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    next();
  });
  app.use(guard(parts.hosts));
  healthRoutes(app, parts);
  pageRoutes(app);
  app.use(authenticate(parts.auth));
  app.use(rateLimit(parts.limits.requestsPerMinute));
  app.use(endEndlessBodies(parts.limits.bodyBytes));
  app.use(express.raw({ type: () => true, limit: parts.limits.bodyBytes }));
  mcpRoutes(app, parts);
  diagnoseRoutes(app, parts);
  askRoutes(app, parts);
  toolRoutes(app, parts);
  runRoutes(app, parts);
  metricRoutes(app, parts);
  runbookRoutes(app, parts);
  mcpStatusRoutes(app, parts);
  approvalRoutes(app, parts);
  app.use(() => {
    throw new HttpError(404, 'not_found', NOTHING_HERE);
  });
  app.use(errorHandler(parts.redact));
  return app;
}
