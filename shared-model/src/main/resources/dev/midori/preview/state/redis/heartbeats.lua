-- Applies signs of owners. ARGV: hidden limit, then for each: id, user, grant, visible (1/0), sign.
-- XX never adds a sandbox that has ended; GT never takes time away.
local hidden = tonumber(ARGV[1])
local applied = 0
for i = 2, #ARGV, 5 do
  local id, user, visible = ARGV[i], ARGV[i + 1], ARGV[i + 3] == '1'
  if get(id, 'userId') == user and LIVE[get(id, 'status')] then
    local untilTime = now + tonumber(ARGV[i + 2])
    if visible then
      redis.call('HSET', hash(id), 'lastVisibleAt', text(now))
    else
      untilTime = math.min(untilTime, number(id, 'lastVisibleAt') + hidden)
    end
    redis.call('HSET', hash(id), 'lastHeartbeatAt', text(now), 'aliveBecause', ARGV[i + 4])
    redis.call('ZADD', prefix .. 'liveness', 'XX', 'GT', text(untilTime), id)
    applied = applied + 1
  end
end
return applied
