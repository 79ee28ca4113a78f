-- Creates for wrk, each of another user. Arguments: a prefix of users that nobody had before, a file with the body, the key.
local headers, body, prefix = {}, '', ''
local count = 0

function init(args)
  prefix = args[1]
  local file = assert(io.open(args[2]))
  body = file:read('*a')
  file:close()
  headers = { ['Content-Type'] = 'application/json', ['Prefer'] = 'respond-async', ['X-Api-Key'] = args[3] }
end

function request()
  count = count + 1
  headers['X-User-Id'] = prefix .. count
  return wrk.format('POST', nil, headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('FIGURES {"requests":%d,"seconds":%f,"failed":%d,"p50":%f,"p99":%f}\n', summary.requests,
    summary.duration / 1e6, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
