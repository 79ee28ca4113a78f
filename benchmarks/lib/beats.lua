-- Heartbeats for wrk, of one preview after another. Arguments: a file with 'sandbox user' in each line, the key.
local requests = {}
local count = 0

function init(args)
  for line in io.lines(args[1]) do
    local id, user = line:match('(%S+) (%S+)')
    requests[#requests + 1] = wrk.format('POST', nil,
      { ['Content-Type'] = 'application/json', ['X-Api-Key'] = args[2], ['X-User-Id'] = user },
      '{"sandboxId":"' .. id .. '"}')
  end
end

function request()
  count = count % #requests + 1
  return requests[count]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('FIGURES {"requests":%d,"seconds":%f,"failed":%d,"p50":%f,"p99":%f}\n', summary.requests,
    summary.duration / 1e6, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
