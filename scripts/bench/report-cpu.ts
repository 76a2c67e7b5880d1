/** Loaded into a server that is measured (`--import`): tells its parent what it has used of the processor when asked. */
process.on('message', () => process.send?.(process.cpuUsage()));
