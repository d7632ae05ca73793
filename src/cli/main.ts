import { runCommand } from './program.ts';

// Whoever reads the output may stop early (`| head`); what is being done is finished all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const code = await runCommand(process.argv.slice(2));
if (code !== 0) process.exitCode = code;
