// Preloaded into every measured process: leaves its peak memory and processor time in the file that BENCH_USAGE_FILE names.
const { writeFileSync } = require('node:fs');
const file = process.env.BENCH_USAGE_FILE;
process.once('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(file, JSON.stringify({ peakMb: maxRSS / 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 }));
});
