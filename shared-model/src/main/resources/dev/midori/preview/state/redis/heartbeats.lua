-- Applies signs of owners. ARGV: hidden limit, shortest time between two reads that are beats, then for each: id, user,
--   grant, visible (1/0), sign.
local hidden, shortest = tonumber(ARGV[1]), tonumber(ARGV[2])
local applied = 0

-- Whoever only reads the status beats at a pace of its own, which is learnt here. Faster reads are polling.
local function learn_pace(id)
  local last = number(id, 'readAt')
  redis.call('HSET', hash(id), 'readAt', text(now))
  if last > 0 and now - last >= shortest and now - last > number(id, 'readsEvery') then
    redis.call('HSET', hash(id), 'readsEvery', text(now - last))
  end
end

local function apply(id, user, allowance, visible, sign)
  if get(id, 'userId') ~= user or not LIVE[get(id, 'status')] then return end
  local grant = tonumber(allowance)
  if visible then
    see_owner(id, sign)
  else
    grant = math.min(grant, number(id, 'lastVisibleAt') + hidden - now)
    redis.call('HSET', hash(id), 'lastHeartbeatAt', text(now), 'aliveBecause', 'hidden')
  end
  if sign == 'status' and get(id, 'status') == 'running' then learn_pace(id) end
  -- Whole, although a hidden tab may have got less of it.
  extend(id, grant, allowance)
  applied = applied + 1
end

for i = 3, #ARGV, 5 do attempt(apply, ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3] == '1', ARGV[i + 4]) end
return applied
