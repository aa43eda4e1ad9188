// Preloaded into every measured process: leaves its peak memory (kB) in the file that is named by BENCH_PEAK_FILE.
const { writeFileSync } = require('node:fs');
const file = process.env.BENCH_PEAK_FILE;
process.once('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
