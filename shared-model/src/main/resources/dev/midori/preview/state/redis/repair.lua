-- Makes the partition's indexes and counts say what its records say. Answers how many entries led nowhere and how many
-- records were in no index. ARGV: ids of records that there are
local dangling, lost = 0, 0
local known = {}

for _, id in ipairs(ARGV) do
  local status = get(id, 'status')
  if not status then
    -- Gone meanwhile, or never a whole record.
  elseif LIVE[status] or status == 'stopping' or get(id, 'remains') == '1' then
    if not redis.call('ZSCORE', prefix .. 'due', id) then
      lost = lost + 1
      look_at(id, now)
    end
    if status == 'running' then
      if redis.call('ZADD', prefix .. 'running', 'NX', get(id, 'runningAt') or text(now), id) == 1 then lost = lost + 1 end
      local until_seen = text(now + tonumber(get(id, 'allowance') or '300000'))
      if not is_pooled(id) and redis.call('ZADD', prefix .. 'liveness', 'NX', until_seen, id) == 1 then
        lost = lost + 1
      end
    end
    local user = get(id, 'userId')
    if user and LIVE[status] then redis.call('SADD', prefix .. 'user:' .. user, id) end
  elseif not redis.call('ZSCORE', prefix .. 'ended', id) then
    lost = lost + 1
    redis.call('ZADD', prefix .. 'ended', text(now), id)
  end
end

for _, index in ipairs({ 'due', 'liveness', 'running', 'ended' }) do
  for _, id in ipairs(redis.call('ZRANGE', prefix .. index, 0, -1)) do
    local status = get(id, 'status')
    if not status then
      dangling = dangling + 1
      redis.call('ZREM', prefix .. index, id)
    elseif (index == 'due' or index == 'ended') and not is_pooled(id) then
      known[id] = status
    end
  end
end

local count = {}
for _, status in pairs(known) do count[status] = (count[status] or 0) + 1 end
redis.call('DEL', prefix .. 'count')
for status, number in pairs(count) do redis.call('HSET', prefix .. 'count', status, number) end
return { dangling, lost }
