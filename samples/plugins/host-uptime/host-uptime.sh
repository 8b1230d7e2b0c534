#!/bin/sh
# The smallest plug-in: reads its one line, which holds nothing that it needs, and answers with one.
read -r _
if read -r seconds _ </proc/uptime; then
  printf '{"type":"result","outcome":"Success","message":"up for %s s","values":{"uptimeSeconds":%s}}\n' "$seconds" "$seconds"
else
  printf '{"type":"result","outcome":"ExecutorFailed","message":"/proc/uptime cannot be read"}\n'
fi
