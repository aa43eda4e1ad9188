#!/usr/bin/env node
// What `kubectl aiops …` runs, once `kubectl-aiops` is on PATH.
import './aiops-copilot.js';
