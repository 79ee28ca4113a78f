-- Canaries came through the queue. ARGV: max gap, max lag, disturbed (1/0), then for each: gateway, time of issue.
-- Of each gateway: since when there was no gap, the newest canary's time, and its lag.
local maxGap, maxLag = tonumber(ARGV[1]), tonumber(ARGV[2])
if ARGV[3] == '1' then redis.call('SET', prefix .. 'term', text(now)) end
for i = 4, #ARGV, 2 do
  local gateway, issued = ARGV[i], tonumber(ARGV[i + 1])
  -- One that has taken its leave may have canaries in the queue still.
  local lives = redis.call('ZSCORE', prefix .. 'seen', gateway)
  local known = redis.call('HGET', prefix .. 'fresh', gateway)
  local since, last
  if known then since, last = string.match(known, '^(%d+) (%d+)') end
  since, last = tonumber(since), tonumber(last)
  -- Time that went back, as over a failover, is no older copy.
  if last and last > now + maxGap then last = nil end
  if lives and (not last or issued > last) then
    local lag = now - issued
    if not last or lag > maxLag or issued - last > maxGap then since = now end
    redis.call('HSET', prefix .. 'fresh', gateway, text(since) .. ' ' .. text(issued) .. ' ' .. text(math.max(0, lag)))
  end
end
return 'OK'
