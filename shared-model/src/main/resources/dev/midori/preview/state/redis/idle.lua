-- Claims what nobody looks at any more. ARGV: most, keep ended, today, start of today, yesterday
local keep = tonumber(ARGV[2])
local calendar = { today = ARGV[3], start = ARGV[4], yesterday = ARGV[5] }
local orders = {}
for _, id in ipairs(redis.call('ZRANGE', prefix .. 'liveness', '-inf', text(now), 'BYSCORE', 'LIMIT', 0, ARGV[1])) do
  if get(id, 'status') == 'running' then
    begin_stop(id, 'idle', keep, calendar)
    orders[#orders + 1] = stop_order(id)
  else
    redis.call('ZREM', prefix .. 'liveness', id)
  end
end
return orders
