-- Appends to a step's log, and to the events for those who watch, and stores with it how far that was.
-- ARGV: …, step, text, limit in bytes, how many of the following are fields and values, those, then lines.
local step, chunk, limit, stored = ARGV[5], ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])
local key = prefix .. 'log:' .. id .. ':' .. step
local room = limit - redis.call('STRLEN', key)
if room > 0 then
  redis.call('APPEND', key, string.sub(chunk, 1, room))
  redis.call('PEXPIRE', key, LIVE_TTL)
end
if stored > 0 then redis.call('HSET', hash(id), unpack(ARGV, 9, 8 + stored)) end
for i = 9 + stored, #ARGV do say(id, 'kind', 'log', 'step', step, 'line', ARGV[i], 'at', text(now)) end
return 'OK'
