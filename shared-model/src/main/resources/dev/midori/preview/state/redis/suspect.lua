-- Something seems to be wrong with these. ARGV: name of the pass, then the suspects. Answers for how long each has been.
local since = {}
for i = 2, #ARGV do
  local known = redis.call('HGET', prefix .. 'suspects', ARGV[i])
  local first = known and string.match(known, '^(%d+) ') or text(now)
  redis.call('HSET', prefix .. 'suspects', ARGV[i], first .. ' ' .. ARGV[1])
  since[i - 1] = text(now - tonumber(first))
end
return since
