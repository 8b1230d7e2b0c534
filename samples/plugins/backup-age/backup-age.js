#!/usr/bin/env node
// A plug-in for Keeper's agent: is there a backup, is it young enough, is it large enough? Needs Node 18 or later and
// nothing else. One process for one instruction: a line comes in, a line goes out.
'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');
const readline = require('node:readline');

function send(message) {
  process.stdout.write(JSON.stringify(message) + '\n');
}

async function newestFile({ folder, suffixes }) {
  let newest = null;
  let count = 0;
  for await (const entry of await fs.opendir(folder)) {
    if (!entry.isFile() || (suffixes && !suffixes.some((suffix) => entry.name.endsWith(suffix)))) continue;
    if (++count % 1000 === 0) send({ type: 'progress', message: `${count} files seen` });
    const { mtimeMs, size } = await fs.stat(path.join(folder, entry.name));
    if (!newest || mtimeMs > newest.mtimeMs) newest = { name: entry.name, mtimeMs, size };
  }
  return { newest, count };
}

async function check(args) {
  const { newest, count } = await newestFile(args);
  if (!newest) {
    return { outcome: 'TargetFailed', message: `no backup in ${args.folder}`, values: { files: 0 } };
  }

  const ageHours = Math.round(Math.max(0, Date.now() - newest.mtimeMs) / 36_000) / 100;
  const minBytes = args.minBytes ?? 1;
  const assertions = [
    { text: `the newest backup is at most ${args.maxAgeHours} h old`, passed: ageHours <= args.maxAgeHours, actual: `${ageHours} h` },
    { text: `it has at least ${minBytes} bytes`, passed: newest.size >= minBytes, actual: `${newest.size} bytes` },
  ];
  const failed = assertions.filter((assertion) => !assertion.passed);
  return {
    outcome: failed.length === 0 ? 'Success' : 'TargetFailed',
    message: failed.length === 0
      ? `${newest.name} is ${ageHours} h old and has ${newest.size} bytes`
      : failed.map((assertion) => `expected: ${assertion.text}; found: ${assertion.actual}`).join('; '),
    assertions,
    values: { ageHours, bytes: newest.size, files: count },
    output: newest.name,
  };
}

async function run(args) {
  try {
    return await check(args);
  } catch (error) {
    // What is wrong with the folder is a finding; anything else would be a fault of this program and ends it.
    if (!error.code) throw error;
    return { outcome: 'TargetFailed', message: `the folder cannot be read: ${error.message}` };
  }
}

// The agent closes the input when it has the result, and with that this process has nothing more to wait for.
readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const message = JSON.parse(line);
  if (message.type === 'cancel') process.exit(0);
  if (message.type === 'run') send({ type: 'result', ...(await run(message.arguments)) });
});
