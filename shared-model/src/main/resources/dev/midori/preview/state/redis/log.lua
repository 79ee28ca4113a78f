-- Appends to a step's log, and to the events for those who watch. ARGV: …, step, text, limit in bytes, then lines.
local step, chunk, limit = ARGV[5], ARGV[6], tonumber(ARGV[7])
local key = prefix .. 'log:' .. id .. ':' .. step
local room = limit - redis.call('STRLEN', key)
if room > 0 then
  redis.call('APPEND', key, string.sub(chunk, 1, room))
  redis.call('PEXPIRE', key, LIVE_TTL)
end
for i = 8, #ARGV do say(id, 'kind', 'log', 'step', step, 'line', ARGV[i], 'at', text(now)) end
return 'OK'
