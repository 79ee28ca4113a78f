-- Finds what nobody looks after any more. ARGV: longest age; all of them where it is 0. Answers how many there were.
local maxAge, found = tonumber(ARGV[1]), 0
local all = redis.call('HGETALL', prefix .. 'snapshots')
for i = 1, #all, 2 do
  local snapshot, set = all[i], all[i + 1]
  if of(set, 'snapshot') ~= snapshot then
    forsake(snapshot)
    if redis.call('EXISTS', record(set)) == 0 then
      redis.call('ZREM', prefix .. 'used', set)
      redis.call('HDEL', prefix .. 'bytes', set)
    end
    found = found + 1
  elseif maxAge == 0 or not (is_ready(set, maxAge) or is_building(set)) then
    condemn(set)
    found = found + 1
  end
end
return found
