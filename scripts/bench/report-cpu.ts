/**
 * Loaded into a server that is measured (`--import`): tells its parent what it has used of the processor when asked, and
 * ends with it.
 */
process.on('message', () => process.send?.(process.cpuUsage()));
process.on('disconnect', () => process.exit());
